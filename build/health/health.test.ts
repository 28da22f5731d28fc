import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../setup/paths.mjs';
import { judgeAudit } from './audit.ts';
import { exitCodeOf, type Verdict } from './check.ts';
import { lookAtBuilt } from './hardening/built.ts';
import { judgeOutdated } from './outdated.ts';
import { scanForSecrets, trackedFiles } from './secrets.ts';
import { ALLOWED_SECRETS } from './secrets-allowed.ts';

describe('the audit', () => {
  const answer = (severity: string): { readonly json: unknown; readonly said: string } => ({
    json: {
      auditReportVersion: 2,
      vulnerabilities: { leftish: { severity, range: '<2', fixAvailable: false } },
      metadata: { dependencies: { total: 7 } },
    },
    said: '',
  });

  it.each([
    ['critical', 'failed'],
    ['high', 'failed'],
    ['moderate', 'passed'],
    ['low', 'passed'],
  ])('%s: %s', (severity, state) => {
    const verdict = judgeAudit(answer(severity), 'high');
    expect(verdict.state).toBe(state);
    expect(verdict.details).toEqual([`${severity}: leftish <2, no fix yet`]);
  });

  it('is stricter with what ships', () => {
    expect(judgeAudit(answer('moderate'), 'high', new Set(['leftish'])).state).toBe('failed');
  });

  it.each([
    ['no answer', undefined],
    ['no such service', { error: { code: 'ENOAUDIT', summary: '', detail: '' } }],
    ['another report', { auditReportVersion: 3 }],
  ])('%s is no pass', (_what, json) => {
    expect(judgeAudit({ json, said: '' }, 'high').state).toBe('unknown');
  });
});

describe('what is outdated', () => {
  it('is listed, and fails nothing', () => {
    const json = { zod: { current: '4.6.7', wanted: '4.6.7', latest: '4.7.0' } };
    expect(judgeOutdated({ json, said: '' })).toMatchObject({
      state: 'passed',
      details: ['zod 4.6.7 → 4.7.0'],
    });
  });

  it.each([undefined, { error: { code: 'ENOTFOUND' } }])('%o is not counted as looked at', (json) => {
    expect(judgeOutdated({ json, said: '' }).state).toBe('unknown');
  });
});

it.each([
  [['passed', 'passed'], 0],
  [['passed', 'unknown'], 2],
  [['unknown', 'failed'], 1],
] as const)('%o exits with %i', (states, code) => {
  expect(exitCodeOf(states.map((state): Verdict => ({ state, says: '', details: [] })))).toBe(code);
});

describe('secrets', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'secrets-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  // Put together here, so that this file holds none.
  const joined = (...parts: readonly string[]): string => parts.join('');
  const fence = (word: string): string => ['-----', word, ' PRIVATE KEY-----'].join('');
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const planted = {
    'AWS access key': `const id = "${joined('AKIA', 'Q3EGXV7JMTZP4BWK')}";\n`,
    'AWS secret key': `AWS_SECRET_ACCESS_KEY=${joined('wJalrXUtnFEMIK7MDENG', 'bPxRfiCYzQ4mT8vLs2Wd')}\n`,
    'private key': `${fence('BEGIN')}\n${'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEH'.repeat(4)}\n${fence('END')}\n`,
    'signed token': `${joined(part({ alg: 'RS256' }), '.', part({ sub: 'someone' }), '.', 'c2lnbmF0'.repeat(6))}\n`,
    'password in an address': `${joined('https://ruth:', 'hunter2hunter2')}@db.internal.org/\n`,
  } as const;

  it.each(Object.entries(planted))('finds a planted %s', async (_what, text) => {
    writeFileSync(path.join(folder, 'planted.txt'), `one\n${text}`);
    const { suspects } = await scanForSecrets(folder, ['planted.txt'], []);
    expect(suspects).toMatchObject([{ path: 'planted.txt', line: 2 }]);
    expect(JSON.stringify(suspects)).not.toContain(text.trim().slice(-12));
  });

  it('leaves alone what is none', async () => {
    writeFileSync(path.join(folder, 'clean.txt'), 'eyJhbGciOi.eyJzdWIi.short and AKIA and BEGIN PRIVATE\n');
    expect((await scanForSecrets(folder, ['clean.txt'], [])).suspects).toEqual([]);
  });

  it('allows by path and rule only, and names what it need not allow', async () => {
    writeFileSync(path.join(folder, 'planted.txt'), planted['private key']);
    const entry = { path: 'planted.txt', rule: 'privatekey', why: 'test' };
    expect(await scanForSecrets(folder, ['planted.txt'], [entry])).toMatchObject({ suspects: [], idle: [] });
    const other = { ...entry, rule: 'basicauth' };
    const report = await scanForSecrets(folder, ['planted.txt'], [other]);
    expect(report.suspects).toHaveLength(1);
    expect(report.idle).toEqual([other]);
  });

  it('are in no tracked file', async () => {
    const names = trackedFiles(root);
    expect(names.length).toBeGreaterThan(100);
    const { suspects, idle } = await scanForSecrets(root, names, ALLOWED_SECRETS);
    expect({ suspects, idle }).toEqual({ suspects: [], idle: [] });
  }, 120_000);
});

describe('the built main process', () => {
  const good = `
    const developerTools = !app.isPackaged;
    app.enableSandbox();
    app.on("certificate-error", reject); rejectBadCertificates(app);
    app.on("web-contents-created", (event, contents) => { guardNavigation(contents); });
    guardPermissions(s); guardNetwork(s); securePreferences(o); isTrustedSender(e, own);
  `;
  const built = (main: string): ReadonlyMap<string, string> =>
    new Map([
      ['out/main.js', main],
      ['out/preload.cjs', 'const electron = require("electron");'],
    ]);

  it('passes with all guards', () => {
    expect(lookAtBuilt(built(good))).toEqual([]);
  });

  it.each([
    ['the sandbox', 'app.enableSandbox();', ''],
    ['the guard', 'guardNavigation(contents);', ''],
    ['the sender check', 'isTrustedSender(e, own);', ''],
    ['the condition of developer tools', '!app.isPackaged', 'true'],
    ['its restraint', 'guardNetwork(s);', 'guardNetwork(s); shell.openExternal(x);'],
    ['its restraint', 'guardNetwork(s);', 'guardNetwork(s); new Function(x);'],
  ])('fails when it lost %s', (_what, from, to) => {
    expect(lookAtBuilt(built(good.replace(from, to)))).not.toEqual([]);
  });
});
