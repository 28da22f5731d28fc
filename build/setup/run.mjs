// Running other programs from set-up.
import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';
import { root } from './paths.mjs';

/**
 * Runs a program and collects what it says.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ timeoutMs?: number, env?: NodeJS.ProcessEnv }} [options]
 * @returns {{ status: number | null, stdout: string, stderr: string }} status is null when it could not be run
 */
export function runQuiet(program, args, { timeoutMs = 20_000, env = process.env } = {}) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: root,
    encoding: 'utf8',
    timeout: timeoutMs,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: program.endsWith('.cmd'),
  });
  return { status, stdout: stdout ?? '', stderr: stderr ?? '' };
}

/**
 * Runs a program with its output on our terminal.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ timeoutMs?: number, env?: NodeJS.ProcessEnv, shell?: boolean }} [options]
 * @throws {Error} when it cannot be run, takes too long or does not exit with 0
 */
export function runLoud(program, args, { timeoutMs = 1_800_000, env = process.env, shell = false } = {}) {
  const { error, status, signal } = spawnSync(program, args, {
    cwd: root,
    timeout: timeoutMs,
    env,
    shell,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const named = [basename(program), ...args.slice(0, 2).map((arg) => basename(arg))].join(' ');
  if (signal !== null && error !== undefined)
    throw new Error(`${named} took longer than ${timeoutMs / 60_000} minutes.`);
  if (error !== undefined) throw new Error(`${named} could not be run (${error.message}).`);
  if (status !== 0) throw new Error(`${named} ended with ${status ?? signal}.`);
}
