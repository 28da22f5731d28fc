/**
 * npm run health [-- NAME…]     all checks, or the named ones: audit, audit-all, outdated, secrets, hardening
 * Exit 0: all passed. 1: something failed. 2: nothing failed, and something could not be asked (no network, say).
 */
import { readFileSync } from 'node:fs';
import { inProject, root } from '../setup/paths.mjs';
import { judgeAudit } from './audit.ts';
import { exitCodeOf, type Check, type Verdict } from './check.ts';
import { builtCode } from './hardening/built.ts';
import { look } from './hardening/rule.ts';
import { HARDENING } from './hardening/rules.ts';
import { shippedSources, Tree } from './hardening/tree.ts';
import { askNpm } from './npm.ts';
import { judgeOutdated } from './outdated.ts';
import { scanForSecrets, trackedFiles } from './secrets.ts';
import { ALLOWED_SECRETS } from './secrets-allowed.ts';

const checks: readonly Check[] = [
  {
    name: 'audit',
    what: 'known faults in packages that ship, Electron aside',
    run: async () =>
      Promise.resolve(judgeAudit(askNpm(['audit', '--omit=dev', '--omit=optional']), 'moderate')),
  },
  {
    name: 'audit-all',
    what: 'known faults in all packages and Electron',
    run: async () => Promise.resolve(judgeAudit(askNpm(['audit']), 'high', new Set(['electron']))),
  },
  {
    name: 'outdated',
    what: 'newer versions of packages',
    run: async () => Promise.resolve(judgeOutdated(askNpm(['outdated']))),
  },
  { name: 'secrets', what: 'secrets in tracked files', run: secrets },
  {
    name: 'hardening',
    what: 'the rules of Electron’s hardening',
    run: async () => Promise.resolve(hardening()),
  },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !checks.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(`No check ${unknown.join(', ')}. There are: ${checks.map(({ name }) => name).join(', ')}.`);
  process.exit(64);
}
const verdicts: Verdict[] = [];
for (const { name, what, run } of checks.filter(
  (check) => wanted.length === 0 || wanted.includes(check.name),
)) {
  const verdict = await run();
  verdicts.push(verdict);
  const mark = { passed: '✓', failed: '✗', unknown: '?' }[verdict.state];
  console.log(`${mark} ${name} (${what}): ${verdict.says}`);
  for (const detail of verdict.details) console.log(`    ${detail}`);
}
process.exitCode = exitCodeOf(verdicts);

async function secrets(): Promise<Verdict> {
  let names: readonly string[];
  try {
    names = trackedFiles(root);
  } catch {
    return {
      state: 'unknown',
      says: 'NOT CHECKED: no Git here to say which files are tracked.',
      details: [],
    };
  }
  const { files, suspects, idle } = await scanForSecrets(root, names, ALLOWED_SECRETS);
  return {
    state: suspects.length + idle.length === 0 ? 'passed' : 'failed',
    says: `${suspects.length} in ${files} files, ${ALLOWED_SECRETS.length} allowed by name`,
    details: [
      ...suspects.map(({ path, line, rule }) => `${path}:${line} ${rule}`),
      ...idle.map(({ path, rule }) => `${path}: allowed (${rule}), and there is nothing to allow`),
    ],
  };
}

function hardening(): Verdict {
  const built = builtCode(inProject('out'), (file) => readFileSync(file, 'utf8'));
  const findings = [...look(HARDENING, new Tree(shippedSources(root))), ...built.findings];
  return {
    state: findings.length === 0 ? 'passed' : 'failed',
    says: `${findings.length} broken of ${HARDENING.length} rules; built code: ${built.says}`,
    details: findings.map(({ rule, path, line, why }) => `${path}:${line} ${rule}: ${why}`),
  };
}
