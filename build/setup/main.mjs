// npm run setup [-- --retry-electron]: only the set-up.
import { parseArgs } from 'node:util';
import { runMain } from './main-module.mjs';
import { setUp } from './setup.mjs';

await runMain(async () => {
  const startedAt = performance.now();
  const { values } = parseArgs({ options: { 'retry-electron': { type: 'boolean', default: false } } });
  const { runtime, node } = await setUp({ retryElectron: values['retry-electron'] });
  console.log(`Ready in ${Math.round(performance.now() - startedAt)} ms: runtime ${runtime}, Node ${node}`);
});
