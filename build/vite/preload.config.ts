import { defineConfig } from 'vite';
import { bundledModules } from './bundled-modules.ts';
import { preloadEntry } from './entries.ts';
import { projectRoot } from './project-root.ts';

/** A sandboxed preload is CommonJS and may require nothing but `electron`: everything else goes into the one file. */
export default defineConfig({
  root: projectRoot,
  publicDir: false,
  logLevel: 'warn',
  plugins: [bundledModules('preload')],
  ssr: { target: 'node', noExternal: true, external: ['electron'] },
  build: {
    ssr: true,
    target: 'chrome140',
    outDir: 'out',
    emptyOutDir: false,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: { [preloadEntry.name]: preloadEntry.file },
      platform: 'browser',
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
});
