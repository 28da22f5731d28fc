/** Builds everything into out/. Run by build/build.mjs, which knows whether it is needed. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { nodeEntries, preloadEntry, rendererRoot } from './entries.ts';
import nodeConfig from './node.config.ts';
import preloadConfig from './preload.config.ts';
import { projectRoot } from './project-root.ts';
import rendererConfig from './renderer.config.ts';

process.env['NODE_ENV'] = 'production';
const out = join(projectRoot, 'out');

const entries = [...Object.values(nodeEntries), preloadEntry.file, `${rendererRoot}/index.html`];
const missing = entries.filter((entry) => !existsSync(join(projectRoot, entry)));
if (missing.length > 0) {
  console.error(`Cannot build: no ${missing.join(', no ')} (see build/vite/entries.ts).`);
  process.exit(1);
}

// The folder stays and its content goes, so that a terminal standing in it does not lose its ground.
for (const name of existsSync(out) ? readdirSync(out) : []) rmSync(join(out, name), { recursive: true });
await Promise.all(
  [nodeConfig, preloadConfig, rendererConfig].map((config) => build({ ...config, configFile: false })),
);
