import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { openDesk as openClinic, type TestDesk } from '../../../../e2e/clinic/testing.ts';
import type { SessionState } from '../../../../shared/domain/session.ts';
import { settingsSchema, type Settings } from '../../../../shared/domain/settings.ts';
import { toErrorValue } from '../../../../shared/errors.ts';
import { CognitoPool } from '../../cognito/pool.ts';
import { TokenVerifier } from '../../cognito/token-verifier.ts';
import { MemorySecretStore } from '../../keychain/testing/memory-secret-store.ts';
import { openProfile } from '../../vault/profile.ts';
import type { Vault } from '../../vault/vault.ts';
import { Operators } from '../operators.ts';
import { profileVaults } from '../profile-vaults.ts';
import { Remembered } from '../remembered.ts';
import { NotebookDesk } from './notebook-desk.ts';
import { personOf, type Person } from './person-of.ts';

export const codeOf = (error: unknown): string => toErrorValue(error).code;

/** Operators over real vaults and a demo clinic, with a desk that only takes notes; anew for each test. */
export class OperatorsBench {
  clinic!: TestDesk;
  settings!: Settings;
  folder = '';
  secrets = new MemorySecretStore();
  operators!: Operators<Vault, NotebookDesk>;
  pool!: CognitoPool;
  nowOffsetMs = 0;
  /** Holds the clock still, for what must not depend on how long the machine takes. */
  stoppedAtMs: number | null = null;
  states: SessionState['kind'][] = [];
  desks: NotebookDesk[] = [];
  background: unknown[] = [];

  readonly build = async (overrides: Partial<Settings> = {}): Promise<Operators<Vault, NotebookDesk>> => {
    const { secrets } = this;
    const vaultsDir = path.join(this.folder, 'vaults');
    const now = (): number => (this.stoppedAtMs ?? Date.now()) + this.nowOffsetMs;
    const profile = await openProfile({ vaultsDir, secrets });
    const own = { ...this.settings, ...overrides };
    this.pool = new CognitoPool(own);
    return new Operators<Vault, NotebookDesk>({
      settings: own,
      pool: this.pool,
      verifier: new TokenVerifier(own),
      vaults: profileVaults({
        profile,
        vaultsDir,
        secrets,
        clock: { nowMs: now },
        userPoolId: own.userPoolId,
      }),
      remembered: new Remembered(secrets, profile.profileId),
      openDesk: async (vault) => {
        const desk = new NotebookDesk(vault.vaultId);
        this.desks.push(desk);
        return desk;
      },
      now,
      onChange: (state) => this.states.push(state.kind),
      onBackgroundFailure: (error) => this.background.push(error),
    });
  };

  /** Signs somebody of that group in. */
  readonly signIn = async (group: string): Promise<Person> => {
    const person = await personOf(this.clinic, group);
    const step = await this.operators.signIn(person.username, person.password);
    if (step.kind !== 'code-required') throw new Error(`got ${step.kind}`);
    const entered = await this.operators.answerCode(step.challengeId, await person.code());
    if (entered.kind !== 'signed-in') throw new Error(`got ${entered.kind}`);
    return person;
  };
}

/** A bench for the tests of one file, made and cleared away by its hooks. */
export function operatorsBench(): OperatorsBench {
  const at = new OperatorsBench();
  beforeAll(async () => {
    at.clinic = await openClinic();
    const { urls } = at.clinic.clinic;
    at.settings = settingsSchema.parse({
      label: 'Demo',
      region: urls.region,
      userPoolId: urls.userPoolId,
      clientId: urls.clientId,
      cognitoEndpoint: urls.cognito,
      jwksUri: urls.jwksUri,
      fhirBaseUrl: urls.fhir,
    });
  });
  afterAll(async () => {
    await at.clinic.clinic.close();
  });
  beforeEach(async () => {
    at.folder = await mkdtemp(path.join(tmpdir(), 'operators-'));
    at.secrets = new MemorySecretStore();
    [at.states, at.desks, at.background, at.nowOffsetMs, at.stoppedAtMs] = [[], [], [], 0, null];
    NotebookDesk.books.clear();
    await at.clinic.control('faults', { rules: [] });
    at.operators = await at.build();
    await at.operators.start();
  });
  afterEach(async () => {
    await at.operators.dispose();
    await rm(at.folder, { recursive: true, force: true });
  });
  return at;
}
