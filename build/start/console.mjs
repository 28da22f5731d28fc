// How the console is started on either runtime, and what a person without a display is told.
import { existsSync } from 'node:fs';
import { root } from '../setup/paths.mjs';
import { hasDisplay } from '../setup/secret-service.mjs';

/**
 * @typedef {object} ConsoleCommand
 * @property {string} program
 * @property {readonly string[]} args
 * @property {readonly string[]} notes lines for the terminal
 */

/**
 * @param {Pick<import('../setup/setup.mjs').Toolbox, 'node' | 'runtime' | 'electron'>} toolbox
 * @param {{ profile: string } & ({ settings: string } | { demo: string })} files `demo`: settings to offer in the first run
 * @param {{ isRoot: boolean, display: boolean, xvfbRun: string | undefined }} [machine]
 * @returns {ConsoleCommand}
 */
export function consoleCommand({ node, runtime, electron }, files, machine = thisMachine()) {
  const settings = 'demo' in files ? `--demo=${files.demo}` : `--settings=${files.settings}`;
  const own = [`--user-data-dir=${files.profile}`, settings];
  if (runtime === 'chromium') {
    return {
      program: node,
      args: [electron, root, ...own],
      notes: ['Runtime: the Chromium stand-in (Electron is not to be had here; see README)'],
    };
  }
  const sandbox = machine.isRoot ? ['--no-sandbox'] : [];
  const args = [...sandbox, root, ...own];
  const notes = ['Runtime: Electron'];
  if (machine.isRoot)
    notes.push('SANDBOX: off, for Electron has none when it is run by root. Use an ordinary user.');
  if (machine.display || machine.xvfbRun === undefined) return { program: electron, args, notes };
  return { program: machine.xvfbRun, args: ['-a', electron, ...args], notes };
}

/** @returns {{ isRoot: boolean, display: boolean, xvfbRun: string | undefined }} */
function thisMachine() {
  const xvfbRun = '/usr/bin/xvfb-run';
  return {
    isRoot: process.platform === 'linux' && process.getuid?.() === 0,
    display: hasDisplay(),
    xvfbRun: existsSync(xvfbRun) ? xvfbRun : undefined,
  };
}

/**
 * @param {boolean} [display]
 * @returns {readonly string[]}
 */
export function displayWords(display = hasDisplay()) {
  if (display) return [];
  return [
    'No display: the console runs headless. To look at it, start it on a display',
    '(DISPLAY=:0 npm start, ssh -X, or a VNC server on Xvfb).',
  ];
}
