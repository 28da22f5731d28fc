import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inProject } from '../setup/paths.mjs';
import type { FoundFile } from './inventory.ts';
import { findingsIn, findingsInModules } from './rules.ts';
import type { Target } from './target.ts';

const linux: Target = { platform: 'linux', arch: 'x64' };
const text = (path: string, content = 'export {};'): FoundFile => ({ path, content: Buffer.from(content) });
const addon = (path: string, from: string): FoundFile => ({
  path,
  content: readFileSync(inProject('node_modules', from)),
});
const SQLITE = 'app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node';
const KEYTAR = 'app.asar.unpacked/node_modules/keytar/prebuilds/linux-x64/keytar.node';

const good: readonly FoundFile[] = [
  ...[
    'LICENSE',
    'THIRD-PARTY-LICENCES.txt',
    'sbom.cdx.json',
    'app.asar/package.json',
    'app.asar/out/main.js',
    'app.asar/out/engine.js',
    'app.asar/out/preload.cjs',
    'app.asar/out/chunks/pool-FRQs3SSN.js',
    'app.asar/out/renderer/index.html',
    'app.asar/out/renderer/assets/index-9Tjyul3n.js',
    'app.asar/node_modules/better-sqlite3/lib/methods/table.js',
    'app.asar/node_modules/keytar/lib/keytar.js',
  ].map((path) => text(path)),
  addon(SQLITE, 'better-sqlite3/prebuilds/linux-x64.node'),
  addon(KEYTAR, 'keytar/prebuilds/linux-x64/keytar.node'),
];

describe('what may be in a package', () => {
  it('accepts what belongs there', () => {
    expect(findingsIn(good, linux)).toEqual([]);
  });

  it.each([
    'app.asar/out/main.js.map',
    'app.asar/out/renderer/assets/index-9Tjyul3n.js.map',
    'app.asar/out/.modules/node.json',
    'app.asar/out/evil.txt',
    'app.asar/out/renderer/evil.html',
    'app.asar/e2e/clinic/main.ts',
    'app.asar/build/runtime/runtime.ts',
    'app.asar/node_modules/keytar/src/main.cc',
    'app.asar/node_modules/better-sqlite3/deps/sqlite3/sqlite3.c',
    'app.asar/node_modules/left-pad/index.js',
    'app.asar/node_modules/better-sqlite3/prebuilds/linux-x64.node',
    'app.asar/../outside.js',
    'settings.json',
    '.env',
    'app-update.yml',
  ])('refuses a planted %s', (path) => {
    expect(findingsIn([...good, text(path)], linux).map((finding) => finding.path)).toContain(path);
  });

  it.each([
    ['of another system', 'win32-x64'],
    ['of another machine', 'linux-arm64'],
    ['of another C library', 'linuxmusl-x64'],
  ])('refuses a native %s under the right name', (_what, name) => {
    const swapped = good.map((file) =>
      file.path === SQLITE ? addon(SQLITE, `better-sqlite3/prebuilds/${name}.node`) : file,
    );
    expect(findingsIn(swapped, linux)).toMatchObject([{ path: SQLITE }]);
  });

  it('refuses a native of another system under its own name', () => {
    const path = 'app.asar.unpacked/node_modules/keytar/prebuilds/win32-x64/keytar.node';
    const findings = findingsIn([...good, addon(path, 'keytar/prebuilds/win32-x64/keytar.node')], linux);
    expect(findings.map((finding) => finding.why)).toHaveLength(2);
  });

  it.each([
    ['the demo clinic', 'await fetch(`${base}/_clinic/faults`)'],
    ['the stand-in', 'send("Page.addScriptToEvaluateOnNewDocument")'],
    ['the stand-in’s bridge', 'await session.send("Runtime.addBinding", { name })'],
    ['a test', 'import { it } from "vitest";'],
    ['a fault switch', 'if (process.env.MEDMINDER_CRASH_AT === "commit") process.abort();'],
    ['a switch of development', 'const runtime = process.env["MEDMINDER_RUNTIME"];'],
  ])('refuses code of %s', (_what, code) => {
    const planted = good.map((file) => (file.path.endsWith('/main.js') ? text(file.path, code) : file));
    expect(findingsIn(planted, linux)).not.toEqual([]);
  });

  it.each(good.filter(({ path }) => !/chunks|assets|\/lib\//u.test(path)).map(({ path }) => path))(
    'misses %s',
    (path) => {
      expect(
        findingsIn(
          good.filter((file) => file.path !== path),
          linux,
        ),
      ).toMatchObject([{ why: 'is missing' }]);
    },
  );
});

describe('what may be bundled', () => {
  it('accepts the three rooms and packages', () => {
    const modules = [
      'shared/result.ts',
      'electron/main.ts',
      'renderer/main.tsx',
      'node_modules/zod/index.js',
    ];
    expect(findingsInModules(modules)).toEqual([]);
  });

  it.each([
    'e2e/clinic/main.ts',
    'build/runtime/runtime.ts',
    'renderer/preview/fake-trail.ts',
    'electron/engine/testing/fake-store.ts',
    'shared/result.test.ts',
    '../elsewhere/x.ts',
  ])('refuses %s', (module) => {
    expect(findingsInModules([module])).toMatchObject([{ path: module }]);
  });
});
