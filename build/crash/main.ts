/**
 * `npm run soak [-- crash=1000 seed=1 only=import]`: kills in the four operations and prints one `SOAK {json}` line. Each
 * operation has a process of its own, or looking at what one left would hold up the kills of the others.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { OPERATION_NAMES, operationNamed } from './operations.ts';
import { Trials, type Tally } from './trials.ts';

const TOLD_EACH = 20;

const given = new Map(
  process.argv.slice(2).map((word): [string, string] => {
    const [name = '', value = ''] = word.split('=');
    return [name, value];
  }),
);
const unknown = [...given.keys()].find((name) => !['crash', 'seed', 'only'].includes(name));
const wanted = Number(given.get('crash') ?? 1_000);
const seed = Number(given.get('seed') ?? Math.floor(Math.random() * 2 ** 31));
const names = OPERATION_NAMES.filter((name) => name === (given.get('only') ?? name));
if (unknown !== undefined || names.length === 0 || !(wanted > 0)) {
  console.error(`soak [crash=TRIALS] [seed=NUMBER] [only=${OPERATION_NAMES.join('|')}]`);
  process.exit(64);
}

const startedAtMs = Date.now();
const secondsPassed = (): number => Math.round((Date.now() - startedAtMs) / 1000);
/** Told to end early, it prints what it has done. */
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

const [only, ...more] = names;
const tallies =
  only !== undefined && more.length === 0 ? [await alone(only)] : await Promise.all(names.map(apart));
const sum = (name: 'trials' | 'before' | 'within' | 'after'): number =>
  tallies.reduce((total, tally) => total + tally[name], 0);
const failed = tallies.reduce((total, { failures }) => total + failures.length, 0);
const landed = { before: sum('before'), within: sum('within'), after: sum('after') };
const minutes = Math.round(secondsPassed() / 6) / 10;
console.log(
  `SOAK ${JSON.stringify({ trials: sum('trials'), landed, failed, minutes, seed, operations: tallies })}`,
);
process.exitCode = failed === 0 ? 0 : 1;

async function alone(name: string): Promise<Tally> {
  const operation = new Trials(await operationNamed(name), seed);
  await operation.prepare();
  for (let done = 1; done <= wanted && !stop.signal.aborted; done += 1) {
    await operation.run(1);
    if (done % TOLD_EACH === 0) console.error(`${name}: ${done} of ${wanted} trials, ${secondsPassed()} s`);
  }
  return await operation.finish();
}

async function apart(name: string, index: number): Promise<Tally> {
  const trials = Math.floor(wanted / names.length) + (index < wanted % names.length ? 1 : 0);
  const args = [fileURLToPath(import.meta.url), `crash=${trials}`, `seed=${seed}`, `only=${name}`];
  // In a group of its own where there are groups: Ctrl-C is handed on below, once.
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  stop.signal.addEventListener('abort', () => child.kill('SIGTERM'));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  const line = output.split('\n').find((each) => each.startsWith('SOAK '));
  if (line === undefined) throw new Error(`The trials of ${name} came to no end.`);
  const { operations } = JSON.parse(line.slice('SOAK '.length)) as { readonly operations: readonly [Tally] };
  return operations[0];
}
