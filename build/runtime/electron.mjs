#!/usr/bin/env node
/**
 * The executable of the Chromium runtime: `electron.mjs [switches] main.js [arguments]`, as one would call `electron`.
 * It is plain JavaScript, so that an old Node can read it and hand over to the one in node_modules/.bin.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [22, 18];
/** Of util-linux, which every Linux has. */
const setpriv = '/usr/bin/setpriv';
const here = fileURLToPath(import.meta.url);

/** True if this Node strips types and has synchronous module hooks. */
function isNewEnough() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/** Runs this file again on the Node that the packages brought, and ends as it ends. */
function handOver() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const node = fileURLToPath(new URL(`../../node_modules/.bin/${name}`, import.meta.url));
  if (!existsSync(node) || process.env['CHROMIUM_RUNTIME_LIFELINE'] !== undefined) {
    console.error(
      `The Chromium runtime needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.version}.`,
    );
    process.exit(1);
  }
  // On Linux the kernel kills the child when this process dies by any means, whatever the child is doing. Elsewhere the
  // fourth descriptor is a lifeline: the child reads its end and goes.
  const command = [node, here, ...process.argv.slice(2)];
  const [file, ...args] = existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL', '--', ...command] : command;
  const child = spawn(/** @type {string} */ (file), args, {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, CHROMIUM_RUNTIME_LIFELINE: '3' },
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal !== null) process.exit(1);
    process.exit(code ?? 1);
  });
}

if (isNewEnough()) {
  // Types are stripped, and code is compiled, once and not at every start: 0.2 s of a start of 1.2 s.
  nodeModule.enableCompileCache(
    fileURLToPath(new URL('../../node_modules/.cache/medminder/runtime-code', import.meta.url)),
  );
  const { start } = await import('./start.ts');
  start({ executable: here, argv: process.argv.slice(2) });
} else {
  handOver();
}
