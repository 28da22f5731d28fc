/**
 * npm run dist                      installers for this system, into dist/
 * npm run dist -- --dry             packs without Electron's binary and prints one JSON document about the package
 *   --platform=linux|win32|darwin   another system, as far as electron-builder can build it here; --dry knows linux only
 *   --arch=x64|arm64
 * Only JSON is on the standard output; everything else is on the other channel. Exit 1: a rule of the package is broken.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { cacheDir, inProject, root } from '../setup/paths.mjs';
import type { PackRequest } from './pack.ts';

const { values } = parseArgs({
  options: {
    dry: { type: 'boolean', default: false },
    platform: { type: 'string' },
    arch: { type: 'string', default: process.arch },
    // A build that is there already, for tests; dist/ is then beside it.
    out: { type: 'string' },
  },
});

const outDir = path.resolve(values.out ?? inProject('out'));
const distDir = path.join(path.dirname(outDir), 'dist');
if (values.dry && (values.platform ?? 'linux') !== 'linux') {
  console.error('dist: the stub of a dry run stands for Electron on Linux only.');
  process.exit(64);
}
mkdirSync(cacheDir, { recursive: true });
const workDir = mkdtempSync(path.join(cacheDir, 'package-'));
try {
  if (values.out === undefined) run(inProject('build', 'build.mjs'), []);
  const request: PackRequest = {
    platform: values.platform ?? (values.dry ? 'linux' : process.platform),
    arch: values.arch,
    dry: values.dry,
    outDir,
    distDir,
    workDir,
    reportFile: path.join(workDir, 'report.json'),
  };
  run(path.join(import.meta.dirname, 'pack.ts'), [JSON.stringify(request)]);
  const report = readFileSync(request.reportFile, 'utf8');
  if (!request.dry) {
    writeFileSync(path.join(distDir, `contents-${request.platform}-${request.arch}.json`), report);
    writeSums();
  }
  process.stdout.write(report);
  const { ok } = JSON.parse(report) as { readonly ok: boolean };
  process.exitCode = ok ? 0 : 1;
} catch (error) {
  console.error(`dist: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  rmSync(workDir, { recursive: true, force: true });
}

/** Runs a script; what it says goes to the other channel. */
function run(script: string, args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`${path.basename(script)} failed.`);
}

/** dist/SHA256SUMS, as sha256sum -c reads it: what a Linux package has instead of a signature of its own. */
function writeSums(): void {
  const installers = globSync('*.{deb,AppImage,exe,dmg}', { cwd: distDir }).sort();
  const lines = installers.map((name) => {
    const sum = createHash('sha256')
      .update(readFileSync(path.join(distDir, name)))
      .digest('hex');
    return `${sum}  ${name}\n`;
  });
  writeFileSync(path.join(distDir, 'SHA256SUMS'), lines.join(''));
}
