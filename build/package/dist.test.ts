import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inProject, root } from '../setup/paths.mjs';
import { nodeEntries } from '../vite/entries.ts';
import { contentsOf, ContentsError } from './contents.ts';
import { TARGETS } from './target.ts';

interface Report {
  readonly ok: boolean;
  readonly findings: readonly { readonly path: string; readonly why: string }[];
  readonly fuses: { readonly configured: object; readonly readBack: object };
  readonly natives: readonly { readonly platform: string; readonly arch: string }[];
  readonly files: readonly { readonly path: string }[];
}

let folder = '';
let outDir = '';
/** A small build: the packing is tested here, the real build's package by `npm test -- package`. */
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dist-'));
  outDir = path.join(folder, 'out');
  for (const name of Object.keys(nodeEntries)) put(`${name}.js`);
  for (const name of ['preload.cjs', 'main.js.map', 'chunks/a-1.js', 'renderer/assets/b-2.css']) put(name);
  put('renderer/index.html', '<!doctype html>');
  const modules = ['electron/main.ts', 'node_modules/zod/index.js'];
  for (const name of ['node', 'preload', 'page']) put(`.modules/${name}.json`, JSON.stringify(modules));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function put(name: string, content = 'export {};\n'): string {
  const file = path.join(outDir, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

function dry(...more: readonly string[]): { readonly code: number | null; readonly out: string } {
  const script = inProject('build', 'package', 'dist.ts');
  const args = [script, '--dry', '--arch=x64', `--out=${outDir}`, ...more];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  return { code: status, out: stdout };
}

it('prints one JSON document, the same each time, and what is in the package', () => {
  const first = dry();
  expect(first.code).toBe(0);
  const report = JSON.parse(first.out) as Report;
  expect(report.findings).toEqual([]);
  expect(report.fuses.readBack).toEqual(report.fuses.configured);
  expect(report.natives).toMatchObject([
    { platform: 'linux', arch: 'x64' },
    { platform: 'linux', arch: 'x64' },
  ]);
  const paths = report.files.map((file) => file.path);
  expect(paths).toEqual([...paths].sort());
  expect(paths).toContain('app.asar/out/main.js');
  expect(paths.some((name) => name.endsWith('.map'))).toBe(false);
  const bill = readFileSync(path.join(folder, 'dist', 'sbom.cdx.json'), 'utf8');
  expect(dry().out).toBe(first.out);
  expect(readFileSync(path.join(folder, 'dist', 'sbom.cdx.json'), 'utf8')).toBe(bill);
}, 120_000);

it('fails on a planted file, and on planted code', () => {
  const planted = put('renderer/notes.txt', 'not for the package');
  expect(dry()).toMatchObject({ code: 1, out: '' });
  rmSync(planted);
  put('chunks/a-1.js', 'if (process.env.MEDMINDER_CRASH_AT) process.abort();');
  const { code, out } = dry();
  expect(code).toBe(1);
  expect((JSON.parse(out) as Report).findings).toMatchObject([{ path: 'app.asar/out/chunks/a-1.js' }]);
  put('chunks/a-1.js');
}, 120_000);

it.each(TARGETS)('takes for $platform-$arch its own natives only', (target) => {
  const natives = contentsOf({ root, outDir }, target)
    .map((file) => file.path)
    .filter((name) => name.endsWith('.node'));
  expect(natives).toEqual([
    `node_modules/better-sqlite3/prebuilds/${target.platform}-${target.arch}.node`,
    `node_modules/keytar/prebuilds/${target.platform}-${target.arch}/keytar.node`,
  ]);
});

it.each(['.env', 'renderer/preview.html', 'engine.js.bak', 'chunks/deep/x.js', '.hidden/x.js'])(
  'does not pass over %s in the build',
  (name) => {
    const file = put(name);
    expect(() => contentsOf({ root, outDir }, TARGETS[0]!)).toThrow(ContentsError);
    rmSync(file);
  },
);
