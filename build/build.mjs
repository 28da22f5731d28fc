// npm run build: set-up, then the build, when the sources have changed since the last one. --force builds anyway.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { hashSources, isBuilt, stampBuild } from './sources.mjs';
import { inProject, outDir, root } from './setup/paths.mjs';
import { isMain, runMain } from './setup/main-module.mjs';
import { setUp } from './setup/setup.mjs';

/**
 * Builds out/ when it is stale.
 * @param {import('./setup/setup.mjs').Toolbox} toolbox
 * @param {{ force?: boolean }} [options]
 * @returns {boolean} false when the build failed; the reason is on the terminal
 */
export function buildIfStale({ node, env }, { force = false } = {}) {
  const stampFile = join(outDir, '.sources');
  const hash = hashSources(root);
  if (!force && isBuilt(stampFile, hash)) return true;
  const startedAt = performance.now();
  console.log('• Build: the sources have changed since the last one');
  rmSync(stampFile, { force: true });
  const { status } = spawnSync(node, [inProject('build', 'vite', 'build.ts')], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  if (status !== 0) return false;
  stampBuild(stampFile, hash);
  console.log(`  built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return true;
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    const built = buildIfStale(await setUp(), { force: process.argv.includes('--force') });
    process.exitCode = built ? 0 : 1;
  });
}
