/** Runs the conformance suite many times and counts the runs that failed: `node build/runtime/soak.mjs [runs]`. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const runs = Number(process.argv[2] ?? 200);
const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
const failures = [];
const started = Date.now();
for (let run = 1; run <= runs; run += 1) {
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      vitest,
      'run',
      '--config',
      'build/vite/vitest.config.ts',
      'build/runtime/conformance',
      '--reporter=json',
    ],
    { cwd: root, encoding: 'utf8' },
  );
  if (status === 0) continue;
  const names = [...stdout.matchAll(/"status":"failed","title":"([^"]*)"/g)].map((match) => match[1]);
  failures.push({ run, names });
  console.error(`run ${run} failed: ${names.join('; ')}`);
}
console.log(
  `SOAK ${JSON.stringify({ runs, failed: failures.length, minutes: Math.round((Date.now() - started) / 6000) / 10, failures })}`,
);
process.exit(failures.length === 0 ? 0 : 1);
