// node build/run.mjs [--keyring] SCRIPT [ARGS]: set-up, then a script of this project on the right Node.
// --keyring gives it a temporary keyring of its own where the system has none of its own (Linux).
import { ended, startChild } from './start/children.mjs';
import { inProject } from './setup/paths.mjs';
import { runMain } from './setup/main-module.mjs';
import { setUp } from './setup/setup.mjs';

await runMain(async () => {
  const given = process.argv.slice(2);
  const keyring = given[0] === '--keyring';
  const [script, ...args] = keyring ? given.slice(1) : given;
  if (script === undefined) {
    console.error('build/run.mjs [--keyring] SCRIPT [ARGS]');
    process.exitCode = 64;
    return;
  }
  // A script's standard output is its own (one line of JSON, often), so set-up speaks on the other channel.
  const { node, env } = await setUp({ say: console.error });
  const wrapper = keyring
    ? [inProject('build', 'keyring', 'with-keyring.mjs'), '--ephemeral', '--', node]
    : [];
  const child = startChild(node, [...wrapper, inProject(script), ...args], { env });
  // Ctrl-C reaches the child by the terminal; TERM reaches only us, so it is handed on.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.exitCode = await ended(child);
});
