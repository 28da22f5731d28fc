import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { findTokens } from './json-web-tokens.ts';
import type { Allowed } from './secrets-allowed.ts';

/** Something that looks like a secret. It never holds the secret itself. */
export interface Suspect {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
}

export interface SecretsReport {
  readonly files: number;
  readonly suspects: readonly Suspect[];
  /** Entries of the list that allow nothing any more. */
  readonly idle: readonly Allowed[];
}

const RECOMMENDED = {
  id: 'recommended',
  rule: creator,
  // Without the option an access key's id alone is passed over; it tells an attacker whose account it is.
  rules: [{ id: '@secretlint/secretlint-rule-aws', options: { enableIDScanRule: true } }],
};

/** Looks through the given files (in a folder) with secretlint's recommended rules, and for signed tokens. */
export async function scanForSecrets(
  root: string,
  names: readonly string[],
  allowed: readonly Allowed[],
): Promise<SecretsReport> {
  const suspects: Suspect[] = [];
  const used = new Set<Allowed>();
  for (const name of names) {
    for (const suspect of await suspectsIn(path.join(root, name), name)) {
      const entry = allowed.find((each) => each.path === name && suspect.rule.endsWith(each.rule));
      if (entry === undefined) suspects.push(suspect);
      else used.add(entry);
    }
  }
  return { files: names.length, suspects, idle: allowed.filter((each) => !used.has(each)) };
}

/** Every file that Git tracks, and that is there. */
export function trackedFiles(root: string): readonly string[] {
  return execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    .split('\0')
    .filter((name) => name !== '' && existsSync(path.join(root, name)));
}

async function suspectsIn(file: string, name: string): Promise<readonly Suspect[]> {
  if (!lstatSync(file).isFile()) return [];
  const content = readFileSync(file);
  if (content.includes(0)) return [];
  const text = content.toString('utf8');
  const { messages } = await lintSource({
    source: { content: text, filePath: name, contentType: 'text', ext: path.extname(name) },
    options: { noPhysicFilePath: true, config: { rules: [RECOMMENDED] } },
  });
  return [
    ...messages.map((message) => ({ path: name, line: message.loc.start.line, rule: message.ruleId })),
    ...findTokens(text).map((line) => ({ path: name, line, rule: 'json-web-token' })),
  ];
}
