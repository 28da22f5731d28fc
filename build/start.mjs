// npm start: all set-up that is missing, then the console on the demo clinic, or on a real pool with --settings=FILE.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale } from './build.mjs';
import { runMain } from './setup/main-module.mjs';
import { setUp } from './setup/setup.mjs';
import { SetupError } from './setup/steps.mjs';
import { consoleCommand, displayWords } from './start/console.mjs';
import { ended, startChild, stopChild } from './start/children.mjs';
import { startClinic } from './start/demo-clinic.mjs';
import { openKeychain } from './start/keychain.mjs';
import { defaultProfile, forgetConnections, makeProfile, writeDemoSettings } from './start/profile.mjs';

const usage = `npm start [-- OPTIONS]
  --settings=FILE        connect to a real pool instead of the demo clinic (README: settings)
  --first-run            begin where a fresh installation begins, with the demo clinic offered
  --user-data-dir=DIR    where the profile is kept`;

await runMain(async () => {
  const { values } = parseArgs({
    options: {
      settings: { type: 'string' },
      'first-run': { type: 'boolean', default: false },
      'user-data-dir': { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.log(usage);
    return;
  }
  const settings = values.settings === undefined ? undefined : resolve(values.settings);
  if (settings !== undefined && !existsSync(settings))
    throw new SetupError(`There is no settings file ${settings}.`);
  const firstRun = values['first-run'];
  if (firstRun && settings !== undefined)
    throw new SetupError('--first-run asks for the settings that --settings gives: choose one.');
  const given = values['user-data-dir'];
  const kind = firstRun ? 'first-run' : settings === undefined ? 'demo' : 'real';
  const profile = given === undefined ? defaultProfile({ kind }) : resolve(given);

  const toolbox = await setUp();
  if (!buildIfStale(toolbox)) throw new SetupError('The build failed; its words are above.');
  makeProfile(profile);
  if (firstRun) forgetConnections(profile);
  process.exitCode = await runConsole(toolbox, profile, { settings, firstRun });
});

/**
 * @param {import('./setup/setup.mjs').Toolbox} toolbox
 * @param {string} profile
 * @param {{ settings: string | undefined, firstRun: boolean }} how settings: undefined for the demo clinic, which is offered
 *   in the first run and used without asking otherwise
 * @returns {Promise<number>} the console's exit code; 0 when a person ended it
 */
async function runConsole(toolbox, profile, { settings, firstRun }) {
  /** What was started, ended last first. @type {(() => Promise<void>)[]} */
  const closers = [];
  const stop = stopSignal();
  try {
    const keychain = await openKeychain(profile);
    closers.push(keychain.close);
    if (keychain.warning !== undefined) console.log(keychain.warning);

    const clinic = settings === undefined ? await startDemo(toolbox, profile, stop) : undefined;
    if (clinic !== undefined) closers.push(clinic.close);

    const file = settings ?? clinic?.settingsFile ?? '';
    const { program, args, notes } = consoleCommand(
      toolbox,
      firstRun ? { profile, demo: file } : { profile, settings: file },
    );
    for (const note of [...notes, ...displayWords()]) console.log(note);
    console.log(`Profile: ${profile}\nCtrl-C ends it.`);
    const child = startChild(program, args, { env: { ...toolbox.env, ...keychain.env } });
    closers.push(() => stopChild(child));
    return await Promise.race([ended(child), aborted(stop)]);
  } catch (error) {
    if (stop.aborted) return 0;
    throw error;
  } finally {
    for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close();
  }
}

/**
 * @param {import('./setup/setup.mjs').Toolbox} toolbox
 * @param {string} profile
 * @param {AbortSignal} stop
 */
async function startDemo({ node, env }, profile, stop) {
  const { endpoints, close } = await startClinic({ node, env, profile, stop });
  console.log(`Demo clinic: user names, passwords and one-time codes are at ${endpoints.persons}`);
  return { close, settingsFile: writeDemoSettings(profile, endpoints) };
}

/** Aborts at the first Ctrl-C or TERM. */
function stopSignal() {
  const controller = new AbortController();
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(name, () => controller.abort());
  }
  return controller.signal;
}

/**
 * @param {AbortSignal} stop
 * @returns {Promise<0>}
 */
function aborted(stop) {
  if (stop.aborted) return Promise.resolve(0);
  return new Promise((resolve) => stop.addEventListener('abort', () => resolve(0), { once: true }));
}
