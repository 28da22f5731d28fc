import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ShippedPackage } from './lock.ts';

/** Licences under which something may ship with ours: permissive ones, whose terms the notices file meets. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'OFL-1.1',
  'Unlicense',
]);

const SUPPLIED = path.join(import.meta.dirname, 'licences');

/** Thrown when something ships whose licence is unknown, not allowed, or whose text is missing. */
export class LicenceError extends Error {
  override readonly name = 'LicenceError';
}

export interface Licensed extends ShippedPackage {
  /** An SPDX expression. */
  readonly licence: string;
  readonly texts: readonly string[];
  readonly source: string;
}

/** Is everything that this SPDX expression may ask allowed? Of alternatives one is enough. Brackets are not read: refused. */
export function isAllowed(expression: string): boolean {
  return expression
    .replace(/^\(([^()]*)\)$/u, '$1')
    .split(' OR ')
    .some((all) => all.split(' AND ').every((one) => ALLOWED.has(one.trim())));
}

/**
 * Licence and texts of each package, read from its folder.
 * @throws LicenceError naming every package that may not ship
 */
export function licencesOf(root: string, packages: readonly ShippedPackage[]): readonly Licensed[] {
  const faults: string[] = [];
  const licensed = packages.map((each) => {
    const folder = path.join(root, each.folder);
    const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
      readonly license?: unknown;
      readonly repository?: string | { readonly url?: string };
    };
    const licence = typeof manifest.license === 'string' ? manifest.license : 'none named';
    const texts = [...textsIn(folder), ...suppliedFor(each.name, licence, textsIn(folder).length)];
    if (!isAllowed(licence)) faults.push(`${each.name}@${each.version}: ${licence} is not allowed`);
    if (texts.length === 0) faults.push(`${each.name}@${each.version}: no licence text in the package`);
    const { repository } = manifest;
    const source = typeof repository === 'string' ? repository : (repository?.url ?? '');
    return { ...each, licence, texts, source };
  });
  if (faults.length > 0) throw new LicenceError(`May not ship:\n  ${faults.join('\n  ')}`);
  return licensed;
}

function textsIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /^(?:licen[cs]e|copying|notice)(?:[.-][\w.-]+)?$/iu.test(name))
    .sort()
    .map((name) => readFileSync(path.join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
}

/** What a package does not bring itself: a file of its name, or the text of a licence that names no holder. */
function suppliedFor(name: string, licence: string, brought: number): readonly string[] {
  const named = path.join(SUPPLIED, `${name.replaceAll('/', '-')}.txt`);
  if (existsSync(named)) return [readFileSync(named, 'utf8').trim()];
  const standard = path.join(SUPPLIED, `${licence}.txt`);
  return brought === 0 && existsSync(standard) ? [readFileSync(standard, 'utf8').trim()] : [];
}

/** How many packages are under which licence. */
export function licenceSummary(packages: readonly Licensed[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { licence } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const HEAD = `Third-party software in MedMinder Console
==========================================

The console itself is under the MIT licence (LICENSE, beside this file). It holds the packages below, each with the text
of its own licence. Electron brings Chromium and Node.js; their notices are in LICENSES.chromium.html, beside the program.
`;

/** The notices file: every package that ships, with its full licence texts. The same input gives the same bytes. */
export function noticesOf(packages: readonly Licensed[]): string {
  const rule = '-'.repeat(100);
  const parts = packages.map(({ name, version, licence, source, texts }) =>
    [rule, `${name} ${version}`, `Licence: ${licence}`, `Source: ${source}`, '', ...texts, ''].join('\n'),
  );
  return [HEAD, ...parts].join('\n');
}
