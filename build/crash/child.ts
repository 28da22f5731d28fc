/** Run and killed by victim.ts: loads an operation, waits for a folder on its standard input, works there and stays. */
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { createInterface } from 'node:readline';
import { operationNamed } from './operations.ts';

const operation = await operationNamed(process.argv[2] ?? '');
flushCompileCache();
const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};
say('ready');
for await (const folder of createInterface({ input: process.stdin })) {
  await operation.work(folder, say);
  say('ended');
}
