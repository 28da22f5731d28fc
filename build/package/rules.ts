// SECURITY: docs/threat-model.md#package — what may be in a package, written down apart from what puts it there.
import type { FoundFile } from './inventory.ts';
import { nativeFor } from './native.ts';
import type { Target } from './target.ts';

/** What a package breaks, in words for whoever builds it. */
export interface Finding {
  readonly path: string;
  readonly why: string;
}

const ASAR: readonly RegExp[] = [
  /^app\.asar\/package\.json$/u,
  /^app\.asar\/out\/(?:[a-z][a-z-]*\.js|preload\.cjs)$/u,
  /^app\.asar\/out\/chunks\/[\w.-]+\.js$/u,
  /^app\.asar\/out\/renderer\/index\.html$/u,
  /^app\.asar\/out\/renderer\/assets\/[\w.-]+\.(?:js|css|woff2|svg|png)$/u,
  /^app\.asar\/node_modules\/better-sqlite3\/(?:package\.json|LICENSE|lib\/(?:methods\/)?[a-z-]+\.js)$/u,
  /^app\.asar\/node_modules\/keytar\/(?:package\.json|LICENSE\.md|lib\/keytar\.js)$/u,
];

const LOOSE: readonly RegExp[] = [
  /^LICENSE$/u,
  /^THIRD-PARTY-LICENCES\.txt$/u,
  /^sbom\.cdx\.json$/u,
  // Written by electron-builder for Debian and Ubuntu: lets the sandbox have its user namespace.
  /^apparmor-profile$/u,
];

/** Text that only what must not ship has. */
const MARKERS: readonly (readonly [marker: RegExp, why: string])[] = [
  [/\/_clinic\b/u, 'speaks to the demo clinic’s own levers'],
  [
    /\bPage\.addScriptToEvaluateOnNewDocument|\bRuntime\.addBinding|\bTarget\.attachToTarget/u,
    'is of the Chromium stand-in',
  ],
  [
    /(?:from|import|require\()\s*['"`](?:vitest|playwright|@playwright|fast-check)/u,
    'loads what only tests load',
  ],
  [/MEDMINDER_(?:RUNTIME|ELECTRON|CHROMIUM|APP|DATA)\b/u, 'reads a switch of the development scripts'],
];

/**
 * Environment variables of ours that shipped code may read. Anything else that begins so would be a switch that nobody
 * decided to ship, a fault switch for example.
 */
const SWITCHES = new Set(['MEDMINDER_KEYCHAIN_LABEL']);

/** Everything that is wrong with the files of a package; empty when all is well. */
export function findingsIn(files: readonly FoundFile[], target: Target): readonly Finding[] {
  return [...files.flatMap((file) => findingsOf(file, target)), ...missingIn(files, target)];
}

function findingsOf(file: FoundFile, target: Target): readonly Finding[] {
  const findings: Finding[] = [];
  const allowed = [...ASAR, ...LOOSE, ...addonPaths(target)];
  if (!allowed.some((pattern) => pattern.test(file.path))) {
    findings.push({ path: file.path, why: 'is not on the list of what may be in a package' });
  }
  if (file.path.endsWith('.node')) {
    const { platform, arch } = nativeFor(file.content);
    if (platform !== target.platform || arch !== target.arch) {
      findings.push({
        path: file.path,
        why: `is for ${platform}-${arch}, not for ${target.platform}-${target.arch}`,
      });
    }
  }
  if (/\.(?:c?js|html)$/u.test(file.path)) findings.push(...findingsInText(file));
  return findings;
}

function findingsInText({ path, content }: FoundFile): readonly Finding[] {
  const text = content.toString('utf8');
  const marked = MARKERS.filter(([marker]) => marker.test(text)).map(([, why]) => ({ path, why }));
  const switches = new Set(text.match(/\bMEDMINDER_[A-Z_]+\b/gu));
  const unknown = [...switches].filter((name) => !SWITCHES.has(name));
  return [...marked, ...unknown.map((name) => ({ path, why: `reads ${name}, which no package may` }))];
}

function addonPaths({ platform, arch }: Target): readonly [RegExp, RegExp] {
  return [
    new RegExp(
      `^app\\.asar\\.unpacked/node_modules/better-sqlite3/prebuilds/${platform}-${arch}\\.node$`,
      'u',
    ),
    new RegExp(
      `^app\\.asar\\.unpacked/node_modules/keytar/prebuilds/${platform}-${arch}/keytar\\.node$`,
      'u',
    ),
  ];
}

/** A package without these does not start, or may not be handed out. */
function missingIn(files: readonly FoundFile[], target: Target): readonly Finding[] {
  const needed: readonly RegExp[] = [
    /^app\.asar\/package\.json$/u,
    /^app\.asar\/out\/main\.js$/u,
    /^app\.asar\/out\/engine\.js$/u,
    /^app\.asar\/out\/preload\.cjs$/u,
    /^app\.asar\/out\/renderer\/index\.html$/u,
    /^LICENSE$/u,
    /^THIRD-PARTY-LICENCES\.txt$/u,
    /^sbom\.cdx\.json$/u,
    ...addonPaths(target),
  ];
  return needed
    .filter((pattern) => !files.some(({ path }) => pattern.test(path)))
    .map((pattern) => ({ path: pattern.source, why: 'is missing' }));
}

/** Modules of ours that a package may hold: the three rooms that ship, no test, no preview. */
const OURS = /^(?:shared|electron|renderer)\//u;
const NOT_OURS_TO_SHIP = /\.test\.tsx?$|\/testing\/|^renderer\/preview\//u;

/** What is wrong with the modules that were bundled (paths in the project; packages are judged by their licences). */
export function findingsInModules(modules: readonly string[]): readonly Finding[] {
  return modules
    .filter((module) => !module.startsWith('node_modules/'))
    .filter((module) => !OURS.test(module) || NOT_OURS_TO_SHIP.test(module))
    .map((module) => ({ path: module, why: 'was bundled, and is no part of the console' }));
}
