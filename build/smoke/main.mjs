// npm run smoke [-- --user-data-dir=DIR]: the main job, headless, on real input. One SMOKE {json} line; exit 0 only if
// all of it held.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale } from '../build.mjs';
import { runMain } from '../setup/main-module.mjs';
import { inProject, root } from '../setup/paths.mjs';
import { setUp } from '../setup/setup.mjs';
import { SetupError } from '../setup/steps.mjs';
import { openKeychain } from '../start/keychain.mjs';
import { makeProfile } from '../start/profile.mjs';

await runMain(async () => {
  const { values } = parseArgs({ options: { 'user-data-dir': { type: 'string' } } });
  const given = values['user-data-dir'];
  const toolbox = await setUp();
  if (!buildIfStale(toolbox)) throw new SetupError('The build failed; its words are above.');

  const profile = given === undefined ? mkdtempSync(join(tmpdir(), 'medminder-smoke-')) : resolve(given);
  makeProfile(profile);
  const keychain = await openKeychain(profile);
  try {
    const child = spawn(toolbox.node, [inProject('build', 'smoke', 'run.ts'), profile], {
      cwd: root,
      env: { ...toolbox.env, ...keychain.env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    process.exitCode = await new Promise((done) => {
      child.once('error', () => done(127));
      child.once('exit', (code) => done(code ?? 1));
    });
  } finally {
    await keychain.close();
    if (given === undefined) rmSync(profile, { recursive: true, force: true });
  }
});
