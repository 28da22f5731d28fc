/**
 * Runs the conformance suite many times: `node build/runtime/soak.mjs [runs]`. A run that fails leaves its whole output in
 * node_modules/.cache/medminder/runtime-soak/. The sources are copied first, so that nobody's edits disturb the runs.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A run that hangs is a failure too, and must not hold up the others. */
const RUN_TIMEOUT_MS = 600_000;

const runs = Number(process.argv[2] ?? 200);
const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = path.join(root, 'node_modules');
const reports = path.join(modules, '.cache/medminder/runtime-soak');
const copy = mkdtempSync(path.join(tmpdir(), 'runtime-soak-'));
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
for (const name of ['package.json', 'tsconfig.json', 'build/runtime', 'build/vite'])
  cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
symlinkSync(modules, path.join(copy, 'node_modules'), 'junction');

const failures = [];
const started = Date.now();
let slowestMs = 0;
for (let run = 1; run <= runs; run += 1) {
  const from = Date.now();
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [
      path.join(modules, 'vitest/vitest.mjs'),
      'run',
      '--config',
      'build/vite/vitest.config.ts',
      'build/runtime/conformance',
    ],
    {
      cwd: copy,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
      timeout: RUN_TIMEOUT_MS,
      killSignal: 'SIGKILL',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const tookMs = Date.now() - from;
  slowestMs = Math.max(slowestMs, tookMs);
  if (run % 20 === 0) console.error(`${run} runs, ${failures.length} failed`);
  if (status === 0) continue;
  const report = path.join(reports, `run-${run}.txt`);
  writeFileSync(report, `status ${status} signal ${signal} after ${tookMs} ms\n\n${stdout}\n\n${stderr}\n`);
  const names = [...stdout.matchAll(/^ FAIL +(.*)$/gm)].map((match) => match[1]);
  failures.push({ run, names, report });
  console.error(`run ${run} failed: ${names.join('; ')} (${report})`);
}
rmSync(copy, { recursive: true, force: true });
const minutes = Math.round((Date.now() - started) / 6000) / 10;
console.log(`SOAK ${JSON.stringify({ runs, failed: failures.length, minutes, slowestMs, failures })}`);
process.exit(failures.length === 0 ? 0 : 1);
