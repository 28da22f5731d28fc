import { defineConfig } from 'vite';
import { bundledModules } from './bundled-modules.ts';
import { externals, nodeEntries } from './entries.ts';
import { projectRoot } from './project-root.ts';

/** main, engine and workers in one build, so that what they share is one file. */
export default defineConfig({
  root: projectRoot,
  publicDir: false,
  logLevel: 'warn',
  plugins: [bundledModules('node')],
  resolve: { mainFields: ['module', 'main'], conditions: ['node', 'import', 'module', 'default'] },
  ssr: { target: 'node', noExternal: true, external: [...externals] },
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'out',
    emptyOutDir: false,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: nodeEntries,
      external: [...externals],
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
      },
    },
  },
});
