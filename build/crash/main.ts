/** `npm run soak [-- crash=1000 seed=1 only=import]`: kills in the four operations in turn and prints one `SOAK {json}` line. */
import { OPERATION_NAMES, operationNamed } from './operations.ts';
import { Trials, type Tally } from './trials.ts';

/** In turn, so that a soak that is stopped early has done as much of each. */
const IN_A_ROW = 10;

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

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

const startedAtMs = Date.now();
const operations: Trials[] = [];
for (const name of names) operations.push(new Trials(await operationNamed(name), seed));
for (const operation of operations) await operation.prepare();
let done = 0;
while (done < wanted && !stop.signal.aborted) {
  for (const operation of operations) {
    const trials = Math.min(IN_A_ROW, wanted - done);
    if (stop.signal.aborted) break;
    await operation.run(trials);
    done += trials;
  }
  console.error(`${done} of ${wanted} trials, ${Math.round((Date.now() - startedAtMs) / 1000)} s`);
}
const tallies: Tally[] = [];
for (const operation of operations) tallies.push(await operation.finish());
const sum = (name: 'trials' | 'before' | 'within' | 'after'): number =>
  tallies.reduce((total, tally) => total + tally[name], 0);
const failures = tallies.flatMap((tally) => tally.failures);
const minutes = Math.round((Date.now() - startedAtMs) / 6_000) / 10;
const landed = { before: sum('before'), within: sum('within'), after: sum('after') };
const operationFigures = tallies.map((tally) => Object.assign(tally, { failures: tally.failures.length }));
const figures = { trials: sum('trials'), landed, failed: failures.length, minutes, seed };
console.log(`SOAK ${JSON.stringify({ ...figures, operations: operationFigures, failures })}`);
process.exitCode = failures.length === 0 ? 0 : 1;
