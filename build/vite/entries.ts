/** What is built: entry file → file in out/. One table, for the build, its tests and whoever looks for an entry. */

/** Node processes: ES modules. `electron` reads its API, so it runs in the main process only. */
export const nodeEntries = {
  main: 'electron/main.ts',
  engine: 'electron/engine/main.ts',
  'store-worker': 'electron/engine/store/worker.ts',
  'import-worker': 'electron/engine/import/worker.ts',
} as const;

/** The preload: one CommonJS file, for a sandboxed preload can load nothing beside `electron`. */
export const preloadEntry = { name: 'preload', file: 'electron/preload.ts' } as const;

/** The page. */
export const rendererRoot = 'renderer';

/** Never bundled: the API that Electron provides, and modules with native code beside them. */
export const externals: readonly string[] = ['electron', 'keytar', 'better-sqlite3'];
