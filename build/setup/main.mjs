// npm run setup [-- --retry-electron]: only the set-up.
import { parseArgs } from 'node:util';
import { setUp } from './setup.mjs';
import { SetupError } from './steps.mjs';

const startedAt = performance.now();
try {
  const { values } = parseArgs({ options: { 'retry-electron': { type: 'boolean', default: false } } });
  const { runtime, node } = await setUp({ retryElectron: values['retry-electron'] });
  console.log(`Ready in ${Math.round(performance.now() - startedAt)} ms: runtime ${runtime}, Node ${node}`);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
