import react from '@vitejs/plugin-react';
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { bundledModules } from './bundled-modules.ts';
import { compiledAhead } from './compiled-ahead.ts';
import { dataUrlFiles } from './data-url-files.ts';
import { rendererRoot } from './entries.ts';
import { lightDoor } from './light-door.ts';
import { projectRoot } from './project-root.ts';

/** The desk's files, most of whose functions run when it opens. */
const DESK: ReadonlySet<string> = new Set(['Entered', 'Indoors', 'indoors', 'desks']);

/**
 * The page's CSP allows files of its own origin and nothing else. So: no asset as a `data:` URL, no inline script
 * (the module-preload polyfill would be one), no inline style.
 */
export default defineConfig({
  root: join(projectRoot, rendererRoot),
  base: '/',
  logLevel: 'warn',
  plugins: [react(), dataUrlFiles(), lightDoor(), compiledAhead(DESK), bundledModules('page')],
  build: {
    target: 'chrome140',
    outDir: join(projectRoot, 'out', 'renderer'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: true,
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      output: {
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
        // Each file is a question to the main process: what desk and set-up pages share is one file, not eight.
        codeSplitting: {
          // Else a group takes what its modules import along, and the door would find its own files in there.
          includeDependenciesRecursively: false,
          groups: [
            { name: 'react', test: /[\\/]node_modules[\\/](?:react|react-dom|scheduler)[\\/]/, priority: 2 },
            {
              name: 'indoors',
              test: /[\\/]node_modules[\\/](?:@mantine|@floating-ui|@tanstack)[\\/]/,
              minShareCount: 2,
              priority: 1,
            },
          ],
        },
      },
    },
  },
});
