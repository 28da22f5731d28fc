import type { Licensed } from './licences.ts';
import { needsOf, type Lock } from './lock.ts';

interface Product {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
}

/**
 * The bill of materials: CycloneDX 1.6 as JSON. It names what is in the package and not what is in package.json: bundled
 * packages, unbundled ones, Electron. No serial number and no time, so that the same build gives the same bytes.
 */
export function billOf(
  product: Product,
  packages: readonly Licensed[],
  lock: Lock,
): Readonly<Record<string, unknown>> {
  const shipped = new Map(packages.map((each) => [each.folder, purlOf(each)]));
  const own = `pkg:generic/${product.name}@${product.version}`;
  const refsOf = (folder: string): readonly string[] =>
    [...new Set(needsOf(lock, folder).flatMap((need) => shipped.get(need) ?? []))].sort();
  const dependencies = new Map<string, ReadonlySet<string>>([[own, new Set(shipped.values())]]);
  for (const [folder, ref] of shipped) {
    dependencies.set(ref, new Set([...(dependencies.get(ref) ?? []), ...refsOf(folder)]));
  }
  const components = new Map(packages.map((each) => [purlOf(each), componentOf(each)]));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': own,
        name: product.name,
        version: product.version,
        description: product.description,
        licenses: [{ license: { id: product.license } }],
      },
    },
    components: [...components].sort(byFirst).map(([, component]) => component),
    dependencies: [...dependencies]
      .sort(byFirst)
      .map(([ref, needs]) => ({ ref, dependsOn: [...needs].sort() })),
  };
}

function byFirst([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** The package URL (purl-spec, type npm): the scope’s @ is encoded, the name is the published one. */
export function purlOf({ name, version }: Pick<Licensed, 'name' | 'version'>): string {
  return `pkg:npm/${name.replace(/^@/u, '%40')}@${version}`;
}

function componentOf(each: Licensed): Readonly<Record<string, unknown>> {
  const [group, name] = each.name.startsWith('@') ? each.name.split('/') : [undefined, each.name];
  return {
    type: each.how === 'runtime' ? 'framework' : 'library',
    'bom-ref': purlOf(each),
    ...(group === undefined ? {} : { group }),
    name,
    version: each.version,
    scope: 'required',
    hashes: hashesOf(each.integrity),
    licenses: /^[\w.-]+$/u.test(each.licence)
      ? [{ license: { id: each.licence } }]
      : [{ expression: each.licence }],
    purl: purlOf(each),
    properties: [{ name: 'medminder:included', value: each.how }],
  };
}

/** Subresource integrity (`sha512-…`) as CycloneDX hashes: of the package as published, which the lock file pins. */
function hashesOf(integrity: string): readonly { readonly alg: string; readonly content: string }[] {
  return integrity.split(/\s+/u).flatMap((part) => {
    const [, bits, base64] = /^sha(256|384|512)-([A-Za-z0-9+/=]+)/u.exec(part) ?? [];
    if (bits === undefined || base64 === undefined) return [];
    return [{ alg: `SHA-${bits}`, content: Buffer.from(base64, 'base64').toString('hex') }];
  });
}
