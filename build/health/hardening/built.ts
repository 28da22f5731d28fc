import { existsSync } from 'node:fs';
import path from 'node:path';
import { codeRule, lookAtCode } from './code-rule.ts';
import { calls, lineOf, literal, children, Tree, written, type Finding, type Source } from './tree.ts';

/** What the bundler made of main process and preload: packages may have come in that no rule saw as a source. */
const BUILT = ['main.js', 'preload.cjs'] as const;

/**
 * Looks at the built main process and preload: no code from text, sandbox, guards and sender check still there.
 * @param outDir of the build; without one nothing is looked at, and `says` says so
 */
export function builtCode(
  outDir: string,
  read: (file: string) => string,
): { readonly findings: readonly Finding[]; readonly says: string } {
  const files = BUILT.map((name) => path.join(outDir, name));
  if (!files.every((file) => existsSync(file))) return { findings: [], says: 'not built, not looked at' };
  const texts = new Map(BUILT.map((name) => [`out/${name}`, read(path.join(outDir, name))]));
  return { findings: lookAtBuilt(texts), says: `looked at ${BUILT.join(' and ')}` };
}

/** @param texts by path: out/main.js, out/preload.cjs */
export function lookAtBuilt(texts: ReadonlyMap<string, string>): readonly Finding[] {
  const findings: Finding[] = [];
  for (const source of new Tree(texts).sources.values()) {
    lookAtCode(source, (at, why, node) => {
      findings.push({ rule: codeRule.name, path: at.path, line: lineOf(at, node), why });
    });
    if (source.path === 'out/main.js') findings.push(...missingIn(source));
  }
  return findings;
}

/** Calls without which the main process is not the one that was checked: tree shaking must not have lost one. */
const NEEDED = [
  'app.enableSandbox',
  'guardNavigation',
  'guardPermissions',
  'guardNetwork',
  'rejectBadCertificates',
  'securePreferences',
  'isTrustedSender',
];

function missingIn(source: Source): readonly Finding[] {
  const finding = (why: string): Finding => ({ rule: 'built', path: source.path, line: 1, why });
  const lost = NEEDED.filter((name) => calls(source, name).length === 0).map((name) =>
    finding(`${name} is lost`),
  );
  const heard = new Set(calls(source, 'app.on').map((call) => literal(children(call, 'arguments')[0])));
  const unheard = ['web-contents-created', 'certificate-error'].filter((name) => !heard.has(name));
  const tools = written(
    source,
    source.nodes.find((node) => written(source, node) === 'developerTools = !app.isPackaged'),
  );
  return [
    ...lost,
    ...unheard.map((name) => finding(`${name} is not heard`)),
    ...(tools === '' ? [finding('developer tools do not depend on the package')] : []),
  ];
}
