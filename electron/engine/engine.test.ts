import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startClinic, type Clinic } from '../../e2e/clinic/clinic.ts';
import type { PersonRow } from '../../e2e/clinic/control/person-rows.ts';
import { CALLS, type CallName, type RequestOf, type ResponseOf } from '../../shared/contract/calls.ts';
import type { Job } from '../../shared/domain/jobs.ts';
import type { AnyPush, ChooseWhat } from '../ipc/engine-messages.ts';
import { SAMPLE_REQUESTS } from '../ipc/testing/sample-requests.ts';
import { Engine } from './engine.ts';
import { MemorySecretStore } from './keychain/testing/memory-secret-store.ts';

const WORKER = new URL('./store/worker.ts', import.meta.url);

let clinic: Clinic;
let folder: string;
let settingsFile: string;
let secrets: MemorySecretStore;
let engine: Engine;
let pushes: AnyPush[];
let chosen: Partial<Record<ChooseWhat, readonly string[]>>;

async function start(): Promise<Engine> {
  return Engine.start({
    config: {
      userDataDir: folder,
      settingsFile,
      demoFile: null,
      policy: { file: path.join(folder, 'policy.json'), mustExist: false, mayBelongToUser: true },
      appVersion: '0.0.0',
    },
    workerUrl: WORKER,
    importWorkerUrl: new URL('import/worker.ts', import.meta.url),
    push: (push) => pushes.push(push),
    onCrash: () => {
      throw new Error('a thread of the store died');
    },
    choose: async (what) => chosen[what] ?? null,
    openSecrets: async () => secrets,
  });
}

async function call<Name extends CallName>(name: Name, request: RequestOf<Name>): Promise<ResponseOf<Name>> {
  const result = await engine.call(name, request);
  if (!result.ok) throw new Error(result.error.code);
  return result.value as ResponseOf<Name>;
}

async function persons(): Promise<readonly PersonRow[]> {
  const answer = await fetch(`${clinic.urls.persons}.json`);
  return ((await answer.json()) as { persons: readonly PersonRow[] }).persons;
}

async function signIn(group: string): Promise<PersonRow> {
  const find = async (): Promise<PersonRow> => {
    const found = (await persons()).find(
      (row) => row.groups.includes(group) && row.enabled && row.mfa !== null,
    );
    if (found === undefined) throw new Error(`nobody in ${group}`);
    return found;
  };
  const { username, password } = await find();
  if ((await find()).mfa?.spent === true) clinic.clock.advance(30_000);
  const step = await call('session.signIn', { username, password });
  if (step.kind !== 'code-required') throw new Error(step.kind);
  const person = await find();
  await call('session.answerCode', { challengeId: step.challengeId, code: person.mfa?.code ?? '' });
  return person;
}

async function settledEvents(): Promise<number> {
  await expect
    .poll(async () => (await call('audit.source', {})).state, { timeout: 60_000, interval: 250 })
    .toBe('live');
  return (await call('audit.coverage', {})).events;
}

beforeAll(async () => {
  clinic = await startClinic({ port: 0, seed: 'engine-test' });
}, 60_000);
afterAll(async () => {
  await clinic.close();
});

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'engine-'));
  settingsFile = path.join(folder, 'settings.json');
  const { urls } = clinic;
  await writeFile(
    settingsFile,
    JSON.stringify({
      label: 'Demo',
      region: urls.region,
      userPoolId: urls.userPoolId,
      clientId: urls.clientId,
      cognitoEndpoint: urls.cognito,
      jwksUri: urls.jwksUri,
      fhirBaseUrl: urls.fhir,
      demo: true,
    }),
  );
  secrets = new MemorySecretStore();
  pushes = [];
  chosen = {};
  engine = await start();
});
afterEach(async () => {
  await engine.dispose();
  await rm(folder, { recursive: true, force: true });
});

describe('a compliance officer', () => {
  it(
    'gets the whole trail, searches it, reads an event, and finds it again offline',
    { timeout: 120_000 },
    async () => {
      const officer = await signIn('medminder-compliance');
      const events = await settledEvents();
      expect(events).toBeGreaterThan(50_000);

      const page = await call('audit.search', { filter: {}, limit: 50 });
      expect(page.rows).toHaveLength(50);
      const row = page.rows[0];
      if (row === undefined) throw new Error('no row');
      const event = await call('audit.event', { seq: row.seq });
      expect(event.explained.sentence).not.toBe('');
      const raw = await call('audit.raw', { seq: row.seq });
      expect(JSON.parse(raw.text)).toMatchObject({ resourceType: 'AuditEvent' });
      const desk = await call('desk.view', {});
      expect(desk.vault.eventDays).toBeGreaterThan(80);

      await engine.dispose();
      await writeFile(settingsFile, await unreachable());
      engine = await start();
      expect(await call('session.state', {})).toMatchObject({ kind: 'locked', username: officer.username });
      await call('session.unlock', { password: officer.password });
      expect((await call('audit.coverage', {})).events).toBeGreaterThanOrEqual(events);
      const name = row.agent?.label.split(' ')[0] ?? '';
      expect((await call('audit.search', { filter: { text: name }, limit: 10 })).rows.length).toBeGreaterThan(
        0,
      );
    },
  );
});

it(
  'brings audit files in and writes them out again, with and without a network',
  { timeout: 120_000 },
  async () => {
    const lines = ['a', 'b'].map((id) =>
      JSON.stringify({ resourceType: 'AuditEvent', id, recorded: '2026-01-02T03:04:05Z', note: 'ü "' }),
    );
    const [file, out] = [path.join(folder, 'audit.ndjson'), path.join(folder, 'out')];
    await writeFile(file, `${lines[0]}\n{"resourceType":}\n${lines[1]}`);
    await mkdir(out);
    chosen = { 'import-files': [file], 'export-folder': [out] };
    const officer = await signIn('medminder-compliance');

    const imported = await importFile();
    expect(imported).toMatchObject({
      state: 'done',
      title: 'audit.ndjson',
      counts: { accepted: 2, duplicate: 0, refused: 1, remarked: 0 },
    });
    const { items } = await call('jobs.items', { jobId: imported.id });
    expect(items).toEqual([
      {
        number: 1,
        verdict: 'refused',
        code: 'item/not-json',
        file: 'audit.ndjson',
        position: 2,
        positionUnit: 'line',
      },
    ]);
    expect(pushes.some((push) => push.name === 'jobs.changed' && push.payload.jobId === imported.id)).toBe(
      true,
    );

    const offer = await call('exports.choose', {});
    const selection = { importJobId: imported.id };
    const exporting = await call('exports.start', { offerId: offer?.offerId ?? '', selection });
    expect((await ended(exporting.id)).counts).toMatchObject({ accepted: 2, refused: 0 });
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
    expect((await readdir(out)).toSorted()).toEqual(lines.map(sha256).toSorted());
    for (const line of lines) expect(await readFile(path.join(out, sha256(line)), 'utf8')).toBe(line);

    const acts = (await call('actions.list', { limit: 20 })).rows.map(({ type, outcome }) => [type, outcome]);
    // About to begin, begun, and what came of it.
    expect(acts.filter(([type]) => type === 'Import')).toEqual([
      ['Import', '0'],
      ['Import', '0'],
      ['Import', null],
    ]);
    expect(acts.filter(([type]) => type === 'Export').length).toBe(3);

    await engine.dispose();
    await writeFile(settingsFile, await unreachable());
    engine = await start();
    await call('session.unlock', { password: officer.password });
    expect((await importFile()).counts).toEqual({ accepted: 0, duplicate: 2, refused: 1, remarked: 0 });
    expect((await call('jobs.list', {})).map(({ kind, state }) => [kind, state])).toEqual([
      ['import', 'done'],
      ['export', 'done'],
      ['import', 'done'],
    ]);
  },
);

async function importFile(): Promise<Job> {
  const offer = await call('imports.choose', { what: 'files' });
  return ended((await call('imports.start', { offerId: offer?.offerId ?? '' })).id);
}

async function ended(jobId: string): Promise<Job> {
  const job = async (): Promise<Job> => call('jobs.view', { jobId });
  await expect.poll(async () => (await job()).endedAt, { timeout: 30_000, interval: 50 }).not.toBeNull();
  return job();
}

it(
  'a clinic administrator gets only the own clinic’s events, and no raw form',
  { timeout: 120_000 },
  async () => {
    await signIn('medminder-admin');
    const events = await settledEvents();
    expect(events).toBeGreaterThan(1_000);
    expect(events).toBeLessThan(45_000);
    const { rows } = await call('audit.search', { filter: {}, limit: 1 });
    expect(await engine.call('audit.raw', { seq: rows[0]?.seq ?? 0 })).toMatchObject({
      error: { code: 'auth/forbidden' },
    });
  },
);

it('a support person sees the desk and nothing of the trail', async () => {
  await signIn('medminder-support');
  expect((await call('desk.view', {})).label).toBe('Demo');
  expect(await engine.call('audit.search', { filter: {} })).toMatchObject({
    error: { code: 'auth/forbidden' },
  });
  expect(pushes.filter((push) => push.name.startsWith('audit.'))).toEqual([]);
});

it('writes the operator’s acts into the log, posts them, and knows them when they come back', async () => {
  await signIn('medminder-support');
  await call('session.lock', {});
  expect(await engine.call('actions.list', {})).toMatchObject({ error: { code: 'auth/locked' } });
  const state = await call('session.state', {});
  if (state.kind !== 'locked') throw new Error(state.kind);
  const person = (await persons()).find((row) => row.username === state.username);
  await call('session.unlock', { password: person?.password ?? '' });
  const acts = await call('actions.list', { limit: 10 });
  expect(acts.rows.map((row) => row.origin)).toEqual(['console', 'console', 'console']);
  expect(acts.rows.every((row) => row.agent?.label.includes(person?.name ?? '?'))).toBe(true);
  await expect
    .poll(async () => (await call('desk.view', {})).outbox, { timeout: 20_000 })
    .toMatchObject({ waiting: 0 });
  expect((await call('actions.list', { limit: 10 })).rows).toHaveLength(3);
});

it('says what is wrong with the settings, and refuses every other call by the cause', async () => {
  await engine.dispose();
  await writeFile(settingsFile, '{}');
  engine = await start();
  expect(await call('session.state', {})).toMatchObject({
    kind: 'failed',
    error: { code: 'settings/invalid' },
  });
  expect(await engine.call('session.signIn', { username: 'a', password: 'b' })).toMatchObject({
    error: { code: 'settings/invalid' },
  });
  expect(await engine.call('session.setAllCachesAside', {})).toMatchObject({
    error: { code: 'settings/invalid' },
  });
});

it('offers a way out when the keychain was emptied, and takes it only when asked', async () => {
  await signIn('medminder-support');
  await engine.dispose();
  secrets.entries.clear();
  engine = await start();
  expect(await call('session.state', {})).toMatchObject({
    kind: 'failed',
    error: { code: 'keychain/emptied' },
  });
  expect(await call('session.setAllCachesAside', {})).toMatchObject({ kind: 'signed-out' });
  await signIn('medminder-support');
});

describe('every call of the contract', () => {
  const REQUESTS: Readonly<Record<CallName, unknown>> = {
    ...SAMPLE_REQUESTS,
    'session.signIn': { username: 'nobody', password: 'secret' },
    'session.unlock': { password: 'not the password' },
  };
  const NAMES = Object.keys(CALLS) as CallName[];
  /** Who anybody may call, and what comes of it at a desk where nobody is, and at one that is locked. */
  const OPEN: Partial<Readonly<Record<CallName, readonly [nobody: string, locked: string]>>> = {
    'session.state': ['ok', 'ok'],
    'session.signIn': ['auth/wrong-credentials', 'auth/wrong-credentials'],
    'session.answerCode': ['auth/code-expired', 'auth/code-expired'],
    'session.givePreviousPassword': ['auth/not-signed-in', 'auth/not-signed-in'],
    'session.setCacheAside': ['auth/not-signed-in', 'auth/not-signed-in'],
    'session.setAllCachesAside': ['auth/forbidden', 'auth/forbidden'],
    'session.unlock': ['auth/not-signed-in', 'vault/wrong-password'],
    'session.signOut': ['ok', 'ok'],
    'setup.view': ['ok', 'ok'],
    'setup.test': ['ok', 'settings/not-now'],
    // The command line fixes the settings here; electron/engine/engine-setup.test.ts has them free.
    'setup.save': ['settings/not-now', 'settings/not-now'],
    'setup.use': ['settings/not-now', 'settings/not-now'],
    'setup.remove': ['settings/not-now', 'settings/not-now'],
    'setup.chooseFile': ['ok', 'settings/not-now'],
  };
  async function codeOf(name: CallName): Promise<string> {
    const result = await engine.call(name, REQUESTS[name]);
    return result.ok ? 'ok' : result.error.code;
  }

  it('at a desk where nobody is', async () => {
    for (const name of NAMES) {
      expect([name, await codeOf(name)]).toEqual([name, OPEN[name]?.[0] ?? 'auth/not-signed-in']);
    }
  });

  it('at a locked desk, with nothing pushed to it', async () => {
    const officer = await signIn('medminder-compliance');
    await call('session.lock', {});
    await engine.call('session.touch', {});
    pushes.length = 0;
    for (const name of NAMES.filter((name) => name !== 'session.signOut')) {
      expect([name, await codeOf(name)]).toEqual([name, OPEN[name]?.[1] ?? 'auth/locked']);
    }
    expect(pushes.filter((push) => push.name !== 'session.changed')).toEqual([]);
    expect(await call('session.unlock', { password: officer.password })).toEqual({ kind: 'signed-in' });
  });

  it('tells no name, token, path or password in a failure', async () => {
    const officer = await signIn('medminder-support');
    const failures: string[] = [];
    for (const name of NAMES.filter((name) => name !== 'session.signOut' && name !== 'session.lock')) {
      failures.push(JSON.stringify(await engine.call(name, REQUESTS[name])));
    }
    await call('session.lock', {});
    for (const name of NAMES) failures.push(JSON.stringify(await engine.call(name, REQUESTS[name])));
    const telling = failures
      .filter((text) => text.startsWith('{"ok":false'))
      .filter((text) =>
        [officer.username, folder, 'secret', 'eyJ', 'insulin'].some((word) => text.includes(word)),
      );
    expect(telling).toEqual([]);
  });
});

it('takes the way out once, however often it is asked at once', async () => {
  await signIn('medminder-support');
  await engine.dispose();
  secrets.entries.clear();
  engine = await start();
  const answers = await Promise.all([1, 2, 3].map(async () => engine.call('session.setAllCachesAside', {})));
  expect(answers.every((answer) => answer.ok)).toBe(true);
  expect([...secrets.entries.keys()].filter((name) => name.endsWith('/id-key'))).toHaveLength(1);
});

it('stops at once in the middle of a sign-in at a pool that does not answer', async () => {
  await engine.dispose();
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  await writeFile(settingsFile, (await unreachable()).replace('127.0.0.1:9"', `127.0.0.1:${port}"`));
  engine = await start();
  const signingIn = engine.call('session.signIn', { username: 'dana', password: 'secret' });
  await new Promise((resolve) => setTimeout(resolve, 200));
  const began = performance.now();
  await engine.dispose();
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(await signingIn).toMatchObject({ ok: false, error: { code: 'pool/unreachable' } });
  silent.closeAllConnections();
  silent.close();
});

async function unreachable(): Promise<string> {
  const { urls } = clinic;
  return JSON.stringify({
    label: 'Demo',
    region: urls.region,
    userPoolId: urls.userPoolId,
    clientId: urls.clientId,
    cognitoEndpoint: 'http://127.0.0.1:9',
    fhirBaseUrl: 'http://127.0.0.1:9/fhir',
  });
}
