import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from '../setup/paths.mjs';
import { nodeEntries } from '../vite/entries.ts';
import { projectRoot } from '../vite/project-root.ts';

/**
 * The threads as the product has them, each one file: five threads that strip and load a hundred files would take longer
 * to start than an import takes, and most kills would meet their start.
 *
 * @returns the folder, which goes with this process
 */
export async function bundledWorkers(): Promise<string> {
  const [{ build }, { default: nodeConfig }] = await Promise.all([
    import('vite'),
    import('../vite/node.config.ts'),
  ]);
  mkdirSync(cacheDir, { recursive: true });
  // Within the project, so that native modules are found from there.
  const outDir = mkdtempSync(join(cacheDir, 'crash-workers-'));
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }));
  const entries = ['store-worker', 'import-worker'] as const;
  const input = Object.fromEntries(entries.map((name) => [name, join(projectRoot, nodeEntries[name])]));
  await build({
    ...nodeConfig,
    configFile: false,
    plugins: [],
    build: {
      ...nodeConfig.build,
      outDir,
      sourcemap: false,
      rolldownOptions: { ...nodeConfig.build?.rolldownOptions, input },
    },
  });
  return outDir;
}
