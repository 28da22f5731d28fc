import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run as runFhir } from './fhir.ts';
import type { ConformanceResult } from './types.ts';
import { run as runVectors } from './vectors.ts';

/** `npm run conformance`: external vectors and examples, from MEDMINDER_DATA or ../shared/data beside the project. */
const project = fileURLToPath(new URL('../..', import.meta.url));
const given = process.env['MEDMINDER_DATA'];
const dataDir = given === undefined || given === '' ? resolve(project, '../shared/data') : resolve(given);

if (existsSync(dataDir)) {
  const results = [...(await runVectors(dataDir)), ...(await runFhir(dataDir))];
  for (const result of results) print(result);
  const [passed, failed, skipped] = (['passed', 'failed', 'skipped'] as const).map((count) =>
    results.reduce((sum, result) => sum + result[count], 0),
  );
  console.log(`conformance: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed === 0 ? 0 : 1;
} else {
  console.log('There is no external test data here (set MEDMINDER_DATA to its folder); nothing was checked.');
  console.log('conformance: 0 passed, 0 failed, 0 skipped');
}

function print({ name, passed, failed, skipped, detail }: ConformanceResult): void {
  console.log(
    `${failed === 0 ? 'ok  ' : 'FAIL'} ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`,
  );
  for (const line of detail) console.log(`       ${line}`);
}
