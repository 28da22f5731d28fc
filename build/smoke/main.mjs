// npm run smoke [-- --user-data-dir=DIR --import=FILE-or-DIR --export=DIR]: the main job, headless, on real input. One
// SMOKE {json} line; exit 0 only if all of it held.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
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

// `npm run` changes to the project's folder; what is typed is meant from where it was typed.
const typedIn = process.env['INIT_CWD'] ?? process.cwd();

/**
 * Where to import from and export to, as absolute paths without links: as a person finds them in a dialog.
 * @param {{ import?: string | undefined, export?: string | undefined }} given
 * @returns {string[]} none, the one, or both
 */
function filePaths({ import: from, export: to }) {
  if (from === undefined && to === undefined) return [];
  if (from === undefined)
    throw new SetupError('--export needs --import: what the import brought in is exported.');
  const source = resolve(typedIn, from);
  if (!existsSync(source)) throw new SetupError(`There is nothing to import: ${source}`);
  if (to === undefined) return [realpathSync(source)];
  const target = resolve(typedIn, to);
  mkdirSync(target, { recursive: true });
  return [realpathSync(source), realpathSync(target)];
}

await runMain(async () => {
  const { values } = parseArgs({
    options: {
      'user-data-dir': { type: 'string' },
      import: { type: 'string' },
      export: { type: 'string' },
    },
  });
  const paths = filePaths(values);
  const given = values['user-data-dir'];
  const toolbox = await setUp();
  if (!buildIfStale(toolbox)) throw new SetupError('The build failed; its words are above.');

  const profile =
    given === undefined ? mkdtempSync(join(tmpdir(), 'medminder-smoke-')) : resolve(typedIn, given);
  makeProfile(profile);
  const keychain = await openKeychain(profile);
  try {
    const child = spawn(toolbox.node, [inProject('build', 'smoke', 'run.ts'), profile, ...paths], {
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
