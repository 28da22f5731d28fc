import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startClinic, type Clinic } from '../../e2e/clinic/clinic.ts';
import { staffOnly } from '../../e2e/clinic/testing.ts';
import type { PersonRow } from '../../e2e/clinic/control/person-rows.ts';
import type { CallName, RequestOf, ResponseOf } from '../../shared/contract/calls.ts';
import type { SessionState } from '../../shared/domain/session.ts';
import { settingsSchema, type Settings } from '../../shared/domain/settings.ts';
import type { AnyPush, EngineConfig } from '../ipc/engine-messages.ts';
import { Engine } from './engine.ts';
import { MemorySecretStore } from './keychain/testing/memory-secret-store.ts';

let clinic: Clinic;
let folder: string;
let secrets: MemorySecretStore;
let engine: Engine | null;
let pushes: AnyPush[];
let picked: readonly string[] | null;

async function start(config: Partial<EngineConfig> = {}): Promise<Engine> {
  engine = await Engine.start({
    config: {
      userDataDir: folder,
      settingsFile: null,
      demoFile: null,
      policy: { file: path.join(folder, 'policy.json'), mustExist: false, mayBelongToUser: true },
      appVersion: '0.0.0',
      ...config,
    },
    workerUrl: new URL('./store/worker.ts', import.meta.url),
    importWorkerUrl: new URL('import/worker.ts', import.meta.url),
    push: (push) => pushes.push(push),
    onCrash: () => {
      throw new Error('a thread of the store died');
    },
    choose: async () => picked,
    openSecrets: async () => secrets,
  });
  return engine;
}

async function restart(config: Partial<EngineConfig> = {}): Promise<void> {
  await engine?.dispose();
  await start(config);
}

async function call<Name extends CallName>(name: Name, request: RequestOf<Name>): Promise<ResponseOf<Name>> {
  const result = await engine?.call(name, request);
  if (result?.ok !== true) throw new Error(result?.error.code);
  return result.value as ResponseOf<Name>;
}

async function refusalOf<Name extends CallName>(name: Name, request: RequestOf<Name>): Promise<string> {
  const result = await engine?.call(name, request);
  return result?.ok === false ? result.error.code : 'ok';
}

const state = async (): Promise<SessionState> => call('session.state', {});

/** The clinic's settings, and those of a pool that nobody can reach. */
function atClinic(label = 'Clinic'): Settings {
  const { urls } = clinic;
  return settingsSchema.parse({
    label,
    region: urls.region,
    userPoolId: urls.userPoolId,
    clientId: urls.clientId,
    cognitoEndpoint: urls.cognito,
    jwksUri: urls.jwksUri,
    fhirBaseUrl: urls.fhir,
  });
}
const ELSEWHERE = settingsSchema.parse({
  label: 'Elsewhere',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_Elsewhere',
  clientId: '1example23456789',
  cognitoEndpoint: 'http://127.0.0.1:9',
  jwksUri: 'http://127.0.0.1:9/jwks.json',
  fhirBaseUrl: 'http://127.0.0.1:9/fhir',
});

async function support(): Promise<PersonRow> {
  const answer = await fetch(`${clinic.urls.persons}.json`);
  const { persons } = (await answer.json()) as { persons: readonly PersonRow[] };
  const person = persons.find(({ username }) => username === 'sam.whitaker');
  if (person === undefined) throw new Error('nobody');
  return person;
}

async function signIn(): Promise<PersonRow> {
  if ((await support()).mfa?.spent === true) clinic.clock.advance(30_000);
  const { username, password } = await support();
  const step = await call('session.signIn', { username, password });
  if (step.kind !== 'code-required') throw new Error(step.kind);
  const person = await support();
  await call('session.answerCode', { challengeId: step.challengeId, code: person.mfa?.code ?? '' });
  return person;
}

const writePolicy = async (policy: unknown): Promise<void> =>
  writeFile(path.join(folder, 'policy.json'), JSON.stringify(policy), { mode: 0o600 });

beforeEach(async () => {
  // A clinic for each: a spent code moves its clock on, and five minutes are too far from ours for a sign-in.
  clinic = await startClinic({ port: 0, seed: 'setup-test', build: staffOnly, liveEveryMs: 0 });
  folder = await mkdtemp(path.join(tmpdir(), 'engine-setup-'));
  secrets = new MemorySecretStore();
  pushes = [];
  picked = null;
  engine = null;
});
afterEach(async () => {
  await engine?.dispose();
  await clinic.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the first run', () => {
  it('leads from nothing to a sign-in, and is over for good', async () => {
    await start();
    expect(await state()).toEqual({ kind: 'setup', reason: null });
    expect(await refusalOf('session.signIn', { username: 'a', password: 'b' })).toBe('settings/missing');
    expect(await call('setup.view', {})).toEqual({
      profiles: [],
      demo: null,
      policy: { fixed: {}, mayAddProfiles: true, error: null },
      fixedByCommandLine: false,
    });
    const saved = await call('setup.save', { settings: atClinic() });
    expect(saved).toEqual({ id: 'clinic', settings: atClinic(), managed: false, active: false });
    expect((await state()).kind).toBe('setup');
    pushes.length = 0;
    expect(await call('setup.use', { profileId: 'clinic' })).toMatchObject({
      kind: 'signed-out',
      desk: { label: 'Clinic' },
    });
    expect(pushes.map((push) => push.payload)).toMatchObject([{ kind: 'signed-out' }]);
    await signIn();
    await restart();
    expect(await state()).toMatchObject({ kind: 'locked', username: 'sam.whitaker' });
  });

  it('offers the demo clinic where one runs beside, and no longer than that', async () => {
    const demoFile = path.join(folder, 'demo.json');
    await writeFile(demoFile, JSON.stringify({ ...atClinic(), demo: true }));
    await start({ demoFile });
    expect((await call('setup.view', {})).demo).toEqual({ ...atClinic(), demo: true });
    await rm(demoFile);
    expect((await call('setup.view', {})).demo).toBeNull();
  });

  it('says that the profile in use cannot be read, and leads out of it', async () => {
    await mkdir(path.join(folder, 'profiles'));
    await writeFile(path.join(folder, 'profiles', 'north.json'), '{"label":"North"}');
    await start();
    expect(await state()).toMatchObject({
      kind: 'setup',
      reason: { code: 'settings/invalid', detail: { profile: 'north' } },
    });
    const { id } = await call('setup.save', { settings: atClinic('North') });
    expect(id).toBe('north-2');
    expect(await call('setup.use', { profileId: id })).toMatchObject({ kind: 'signed-out' });
    expect(await readFile(path.join(folder, 'profiles', 'north.json'), 'utf8')).toBe('{"label":"North"}');
  });

  it('takes over the settings file of versions before profiles', async () => {
    await writeFile(path.join(folder, 'settings.json'), JSON.stringify(atClinic()));
    await start();
    expect(await state()).toMatchObject({ kind: 'signed-out', desk: { label: 'Clinic' } });
    expect((await call('setup.view', {})).profiles).toMatchObject([{ id: 'settings', active: true }]);
  });

  it('reads a prepared file that a person picks', async () => {
    await start();
    expect(await call('setup.chooseFile', {})).toBeNull();
    const file = path.join(folder, 'prepared.json');
    picked = [file];
    await writeFile(
      file,
      `\uFEFF${JSON.stringify({ ...atClinic(), region: 'Frankfurt', clientSecret: 'hush' })}`,
    );
    const chosen = await call('setup.chooseFile', {});
    expect(chosen).toMatchObject({ name: 'prepared.json', draft: { region: 'Frankfurt' } });
    expect(chosen?.faults.toSorted()).toEqual(['clientSecret', 'region']);
    expect(JSON.stringify(chosen)).not.toContain('hush');
    await writeFile(file, 'not JSON');
    expect(await refusalOf('setup.chooseFile', {})).toBe('settings/invalid');
  });
});

describe('several pools', () => {
  beforeEach(async () => {
    await start();
    await call('setup.save', { settings: atClinic() });
    await call('setup.save', { settings: ELSEWHERE });
    await call('setup.use', { profileId: 'clinic' });
  });

  it('changes between them, and never opens the vault of one at another', async () => {
    const person = await signIn();
    await call('session.signOut', {});
    const vaults = await readdir(path.join(folder, 'vaults'));
    expect(await call('setup.use', { profileId: 'elsewhere' })).toMatchObject({
      desk: { label: 'Elsewhere' },
    });
    expect(await refusalOf('session.signIn', { username: person.username, password: person.password })).toBe(
      'pool/unreachable',
    );
    expect(await refusalOf('session.unlock', { password: person.password })).toBe('auth/not-signed-in');
    expect(await readdir(path.join(folder, 'vaults'))).toEqual(vaults);
    await call('setup.use', { profileId: 'clinic' });
    await signIn();
    expect((await readdir(path.join(folder, 'vaults'))).length).toBe(vaults.length);
  });

  it('greets at one pool nobody who is locked at another', async () => {
    const person = await signIn();
    await engine?.dispose();
    const choice = path.join(folder, 'profiles', '_active.json');
    await writeFile(choice, '{"profileId":"elsewhere"}');
    await start();
    expect(await state()).toMatchObject({ kind: 'signed-out', desk: { label: 'Elsewhere' } });
    expect(await refusalOf('session.unlock', { password: person.password })).toBe('auth/not-signed-in');
    await engine?.dispose();
    await writeFile(choice, '{"profileId":"clinic"}');
    await start();
    expect(await state()).toMatchObject({ kind: 'locked', username: person.username });
  });

  it('changes nothing while somebody is signed in or locked, and shows it all the same', async () => {
    const person = await signIn();
    const refusals = async (): Promise<readonly string[]> => [
      await refusalOf('setup.save', { settings: ELSEWHERE }),
      await refusalOf('setup.use', { profileId: 'elsewhere' }),
      await refusalOf('setup.remove', { profileId: 'elsewhere' }),
      await refusalOf('setup.test', { draft: {}, step: 'roles' }),
      await refusalOf('setup.chooseFile', {}),
    ];
    expect(new Set(await refusals())).toEqual(new Set(['settings/not-now']));
    expect((await call('setup.view', {})).profiles).toHaveLength(2);
    await call('session.lock', {});
    expect(new Set(await refusals())).toEqual(new Set(['settings/not-now']));
    await call('session.unlock', { password: person.password });
  });

  it('begins anew on the profile in use when that is changed', async () => {
    const changed = { ...atClinic('Clinic, renamed'), idleLockMs: 60_000 };
    expect(await call('setup.save', { profileId: 'clinic', settings: changed })).toMatchObject({
      id: 'clinic',
      active: true,
    });
    expect(await state()).toMatchObject({ kind: 'signed-out', desk: { label: 'Clinic, renamed' } });
    await signIn();
    expect(await state()).toMatchObject({ idleLockMs: 60_000 });
  });

  it('runs one change after the other, however many come at once', async () => {
    const ids = ['elsewhere', 'clinic', 'elsewhere', 'clinic', 'elsewhere'];
    await Promise.all(ids.map(async (profileId) => call('setup.use', { profileId })));
    expect(await state()).toMatchObject({ desk: { label: 'Elsewhere' } });
    expect((await call('setup.view', {})).profiles.map(({ id, active }) => [id, active])).toEqual([
      ['clinic', false],
      ['elsewhere', true],
    ]);
  });

  it('drops a sign-in that waits for its code', async () => {
    const { username, password } = await support();
    const step = await call('session.signIn', { username, password });
    await call('setup.use', { profileId: 'elsewhere' });
    await call('setup.use', { profileId: 'clinic' });
    if (step.kind !== 'code-required') throw new Error(step.kind);
    const code = (await support()).mfa?.code ?? '';
    expect(await refusalOf('session.answerCode', { challengeId: step.challengeId, code })).toBe(
      'auth/code-expired',
    );
  });

  it('goes on with the old one where the choice cannot be kept, or the services cannot start', async () => {
    const choice = path.join(folder, 'profiles', '_active.json.new');
    await mkdir(choice);
    expect(await refusalOf('setup.use', { profileId: 'elsewhere' })).toBe('settings/write-failed');
    expect(await state()).toMatchObject({ kind: 'signed-out', desk: { label: 'Clinic' } });
    await rm(choice, { recursive: true });
    // A form that the settings allow and the verifier of tokens does not know.
    const odd = { ...ELSEWHERE, label: 'Odd', userPoolId: 'nowhere_1' };
    await call('setup.save', { settings: odd });
    expect(await refusalOf('setup.use', { profileId: 'odd' })).toBe('engine/internal');
    expect(await state()).toMatchObject({ kind: 'signed-out', desk: { label: 'Clinic' } });
    await signIn();
  });

  it('forgets one, but the one in use only when it is the last, and no vault ever', async () => {
    await signIn();
    await call('session.signOut', {});
    expect(await refusalOf('setup.remove', { profileId: 'clinic' })).toBe('settings/not-now');
    expect(await refusalOf('setup.remove', { profileId: 'nobodys' })).toBe('settings/not-found');
    expect((await call('setup.remove', { profileId: 'elsewhere' })).profiles).toHaveLength(1);
    const vaults = await readdir(path.join(folder, 'vaults'));
    expect((await call('setup.remove', { profileId: 'clinic' })).profiles).toEqual([]);
    expect(await state()).toEqual({ kind: 'setup', reason: null });
    expect(await readdir(path.join(folder, 'vaults'))).toEqual(vaults);
    await call('setup.save', { settings: atClinic() });
    await call('setup.use', { profileId: 'clinic' });
    await signIn();
    expect(await readdir(path.join(folder, 'vaults'))).toEqual(vaults);
  });

  it('writes the changes into the log of whoever signs in next, also after a restart', async () => {
    await call('setup.save', { profileId: 'elsewhere', settings: { ...ELSEWHERE, label: 'Far away' } });
    await call('setup.remove', { profileId: 'elsewhere' });
    await restart();
    await signIn();
    const log = async () => (await call('actions.list', { limit: 50 })).rows;
    await expect.poll(async () => (await log()).length, { timeout: 20_000 }).toBe(6);
    const told = (await log()).map(({ entity }) => /connections [^:]+/.exec(entity ?? '')?.[0]);
    expect(told).toEqual([
      'connections removed',
      'connections changed (label)',
      'connections put in use',
      'connections added',
      'connections added',
      undefined,
    ]);
    await call('session.lock', {});
    expect(await readdir(path.join(folder, 'profiles'))).not.toContain('_pending.json');
  });
});

describe('a policy', () => {
  const NORTH = { id: 'north', settings: { ...ELSEWHERE, label: 'North', userPoolId: 'eu-central-1_North' } };

  it('brings the one profile that is used', async () => {
    await writePolicy({ profiles: [NORTH], mayAddProfiles: false });
    await start();
    expect(await state()).toMatchObject({ kind: 'signed-out', desk: { label: 'North' } });
    expect((await call('setup.view', {})).profiles).toMatchObject([
      { id: 'north', managed: true, active: true },
    ]);
    expect(await refusalOf('setup.save', { settings: ELSEWHERE })).toBe('settings/locked-by-policy');
    expect(await refusalOf('setup.save', { profileId: 'north', settings: ELSEWHERE })).toBe(
      'settings/locked-by-policy',
    );
    expect(await refusalOf('setup.remove', { profileId: 'north' })).toBe('settings/locked-by-policy');
  });

  it('hides own profiles where it allows none, and does not delete them', async () => {
    await start();
    await call('setup.save', { settings: ELSEWHERE });
    await call('setup.use', { profileId: 'elsewhere' });
    await writePolicy({ profiles: [NORTH], mayAddProfiles: false });
    await restart();
    expect(await state()).toMatchObject({ kind: 'signed-out', desk: { label: 'North' } });
    expect(await refusalOf('setup.use', { profileId: 'elsewhere' })).toBe('settings/not-found');
    await rm(path.join(folder, 'policy.json'));
    await restart();
    expect(await state()).toMatchObject({ desk: { label: 'Elsewhere' } });
  });

  it('fixes values over every profile and over the command line', async () => {
    await writePolicy({ fixed: { idleLockMs: 120_000 } });
    await start();
    await call('setup.save', { settings: { ...atClinic(), idleLockMs: 120_000 } });
    expect(await refusalOf('setup.save', { settings: atClinic() })).toBe('settings/locked-by-policy');
    const settingsFile = path.join(folder, 'given.json');
    await writeFile(settingsFile, JSON.stringify(atClinic()));
    await restart({ settingsFile });
    await signIn();
    expect(await state()).toMatchObject({ idleLockMs: 120_000 });
  });

  it('that allows its own profiles only refuses a file on the command line', async () => {
    await writePolicy({ profiles: [NORTH], mayAddProfiles: false });
    const settingsFile = path.join(folder, 'given.json');
    await writeFile(settingsFile, JSON.stringify(atClinic()));
    await start({ settingsFile });
    expect(await state()).toMatchObject({ kind: 'failed', error: { code: 'settings/locked-by-policy' } });
  });

  it('that cannot be read lets nothing start, and says why', async () => {
    await start();
    await call('setup.save', { settings: atClinic() });
    await call('setup.use', { profileId: 'clinic' });
    await writePolicy({ fixd: {} });
    await restart();
    const error = { code: 'settings/invalid', detail: { fields: 'fixd' } };
    expect(await state()).toMatchObject({ kind: 'setup', reason: error });
    expect((await call('setup.view', {})).policy).toMatchObject({ mayAddProfiles: false, error });
    expect(await refusalOf('setup.use', { profileId: 'clinic' })).toBe('settings/invalid');
    expect(await refusalOf('setup.save', { settings: atClinic() })).toBe('settings/invalid');
  });
});

describe('settings on the command line', () => {
  it('are shown and fixed, and leave the profiles alone', async () => {
    await start();
    await call('setup.save', { settings: ELSEWHERE });
    const settingsFile = path.join(folder, 'given.json');
    await writeFile(settingsFile, JSON.stringify(atClinic()));
    await restart({ settingsFile });
    expect(await call('setup.view', {})).toMatchObject({
      profiles: [{ id: 'command-line', managed: true, active: true, settings: { label: 'Clinic' } }],
      fixedByCommandLine: true,
    });
    expect(await refusalOf('setup.save', { settings: ELSEWHERE })).toBe('settings/not-now');
    expect(await refusalOf('setup.remove', { profileId: 'elsewhere' })).toBe('settings/not-now');
  });
});
