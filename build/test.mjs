// npm test [-- PART…]: all set-up that is missing, then types, lint, unit, build, e2e. The last line counts.
import { runMain } from './setup/main-module.mjs';
import { setUp } from './setup/setup.mjs';
import { SetupError } from './setup/steps.mjs';
import { parts } from './test/parts.mjs';
import { single, sum, totalLine } from './test/tally.mjs';

const startedAt = performance.now();

await runMain(async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => !parts.some((part) => part.name === name));
  if (unknown !== undefined) {
    throw new SetupError(`No part ${unknown}. There are: ${parts.map((part) => part.name).join(', ')}.`);
  }
  const chosen = withNeeds(wanted.length === 0 ? parts.map((part) => part.name) : wanted);
  const toolbox = await setUp();
  console.log(`Runtime: ${toolbox.runtime === 'electron' ? 'Electron' : 'the Chromium stand-in'}`);

  /** @type {Map<string, import('./test/tally.mjs').Tally>} */
  const tallies = new Map();
  for (const part of parts.filter(({ name }) => chosen.has(name)))
    tallies.set(part.name, await runPart(part));

  const total = sum([...tallies.values()]);
  console.log(`\n${totalLine(total, performance.now() - startedAt)}`);
  process.exitCode = total.failed === 0 ? 0 : 1;

  /**
   * @param {import('./test/parts.mjs').Part} part
   * @returns {Promise<import('./test/tally.mjs').Tally>}
   */
  async function runPart(part) {
    const from = performance.now();
    console.log(`\n── ${part.name}: ${part.what}`);
    if (part.needs !== undefined && tallies.get(part.needs)?.failed !== 0) {
      console.log(`✗ not run, for ${part.needs} failed`);
      return single(false);
    }
    const tally = await part.run(toolbox);
    console.log(`── ${part.name}: ${totalLine(tally, performance.now() - from).replace('TOTAL ', '')}`);
    return tally;
  }
});

/**
 * @param {readonly string[]} names
 * @returns {ReadonlySet<string>}
 */
function withNeeds(names) {
  const needed = parts.filter((part) => names.includes(part.name)).map((part) => part.needs);
  return new Set([...names, ...needed.filter((name) => name !== undefined)]);
}
