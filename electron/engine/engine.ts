import path from 'node:path';
import { CALLS } from '../../shared/contract/calls.ts';
import { PUSHES } from '../../shared/contract/pushes.ts';
import type { SessionState } from '../../shared/domain/session.ts';
import type { Settings } from '../../shared/domain/settings.ts';
import { UNREADABLE_PROFILE } from '../../shared/unreadable.ts';
import { AppError, isAppError, toErrorValue } from '../../shared/errors.ts';
import { mayDo } from '../../shared/permissions.ts';
import type { Result } from '../../shared/result.ts';
import type { AnyPush, EngineConfig } from '../ipc/engine-messages.ts';
import { createPipeline, type Handlers } from '../ipc/pipeline.ts';
import { poolWhenNeeded, type PoolPort } from './cognito/pool-when-needed.ts';
import { TokenVerifier } from './cognito/token-verifier.ts';
import { AuditDesk } from './desk/audit-desk.ts';
import type { Choose } from './files/chooser.ts';
import { offerDropped } from './files/dropped.ts';
import { createHandlers } from './handlers.ts';
import { openKeychain } from './keychain/keychain.ts';
import type { SecretStore } from './keychain/secret-store.ts';
import { Operators } from './operators/operators.ts';
import { profileVaults } from './operators/profile-vaults.ts';
import { Remembered } from './operators/remembered.ts';
import { settled } from './operators/settled.ts';
import { loadSettings } from './settings/load-settings.ts';
import { WarmThreads } from './store/store-threads.ts';
import { openProfile, setAsideAllVaults } from './vault/profile.ts';
import type { Vault } from './vault/vault.ts';

export interface EngineParts {
  readonly config: EngineConfig;
  readonly workerUrl: URL;
  readonly push: (push: AnyPush) => void;
  readonly onCrash: () => void;
  /** Shows the system's dialog, by way of the main process. */
  readonly choose: Choose;
  readonly openSecrets?: () => Promise<SecretStore>;
}

type Call = (name: string, request: unknown) => Promise<Result<unknown>>;

interface Running {
  readonly operators: Operators<Vault, AuditDesk>;
  readonly pool: PoolPort;
  readonly threads: WarmThreads;
  readonly call: Call;
}

/**
 * Everything with data: builds keychain, vaults, pool and operators in order, answers calls, and closes in the reverse
 * order. Where a part cannot start, the engine runs all the same and says why: the page shows it, with the way out.
 */
export class Engine {
  readonly #parts: EngineParts;
  #running: Running | null = null;
  #failure: AppError | null = null;
  #recovering: Promise<SessionState> | null = null;

  private constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  static async start(parts: EngineParts): Promise<Engine> {
    const engine = new Engine(parts);
    await engine.#begin();
    return engine;
  }

  /** Answers one call of the contract. Never rejects. */
  readonly call: Call = async (name, request) =>
    this.#running === null ? this.#callWhileFailed(name, request) : this.#running.call(name, request);

  /** The screen was locked, or the machine goes to sleep. */
  async systemLocked(): Promise<void> {
    await this.#running?.operators.lock('system');
  }

  setVisible(visible: boolean): void {
    if (this.#running?.operators.state().kind === 'signed-in') {
      this.#running.operators.session().desk.setVisible(visible);
    }
  }

  /** A person dropped files on the window. Never rejects: the page hears of an offer, or of nothing. */
  async dropped(paths: readonly string[]): Promise<void> {
    const operators = this.#running?.operators;
    if (operators === undefined) return;
    const offering = offerDropped(
      {
        operators,
        offers: () => operators.session().desk.offers,
        push: (push) => {
          this.#push(push);
        },
      },
      paths,
    );
    await settled(offering);
  }

  /** Closes the open desk, writers last. */
  async dispose(): Promise<void> {
    const running = this.#running;
    if (running === null) return;
    // A sign-in under way must not hold the others up; an open session may be getting its next refresh token.
    if (running.operators.state().kind !== 'signed-in') running.pool.close();
    await running.operators.dispose();
    await running.threads.end();
    running.pool.close();
    this.#running = null;
  }

  get #vaultsDir(): string {
    return path.join(this.#parts.config.userDataDir, 'vaults');
  }

  async #begin(): Promise<void> {
    try {
      this.#running = await this.#build();
      this.#failure = null;
    } catch (error) {
      this.#failure = isAppError(error)
        ? error
        : new AppError('engine/internal', 'The engine could not start.');
    }
    this.#push({ kind: 'push', name: 'session.changed', payload: this.#state() });
  }

  async #build(): Promise<Running> {
    const { config, workerUrl, onCrash } = this.#parts;
    const settings: Settings = await loadSettings(config.settingsFile);
    const secrets = await (this.#parts.openSecrets ?? openSecrets)();
    const vaultsDir = this.#vaultsDir;
    const profile = await openProfile({ vaultsDir, secrets });
    const pool = poolWhenNeeded(settings);
    const now = Date.now;
    const threads = new WarmThreads({ workerUrl, sourceBaseUrl: settings.fhirBaseUrl });
    const operators = new Operators<Vault, AuditDesk>({
      settings,
      pool,
      verifier: new TokenVerifier(settings),
      vaults: profileVaults({
        profile,
        vaultsDir,
        secrets,
        clock: { nowMs: now },
        userPoolId: settings.userPoolId,
      }),
      remembered: new Remembered(secrets, profile.profileId),
      openDesk: async (vault, tokens) =>
        AuditDesk.open(
          {
            settings,
            vaultDir: (vaultId) => profile.vaultDir(vaultId),
            console: { version: config.appVersion, installationId: profile.profileId },
            threads,
            now,
            push: (push) => {
              this.#push(push);
            },
            onCrash,
          },
          vault,
          tokens,
        ),
      now,
      onChange: (payload) => {
        if (payload.kind === 'locked') threads.warm();
        this.#push({ kind: 'push', name: 'session.changed', payload });
      },
      onBackgroundFailure: (error) => {
        process.stderr.write(`engine: background work failed: ${toErrorValue(error).code}\n`);
      },
    });
    await operators.start();
    const handlers: Handlers = createHandlers({
      settings,
      appVersion: config.appVersion,
      keychain: secrets.backend,
      operators,
      choose: this.#parts.choose,
    });
    const call = createPipeline({
      handlers,
      operators,
      actions: {
        before: async (entry) => operators.session().desk.recordBefore(entry),
        after: async (entry, outcome, correlationId) =>
          operators.session().desk.record(entry, outcome, correlationId),
      },
    });
    return { operators, pool, threads, call };
  }

  #state(): SessionState {
    if (this.#running !== null) return this.#running.operators.state();
    return this.#failure === null
      ? { kind: 'starting' }
      : { kind: 'failed', error: toErrorValue(this.#failure) };
  }

  /** With no services, the page may ask how it stands and take the way out; everything else is refused by the cause. */
  async #callWhileFailed(name: string, request: unknown): Promise<Result<unknown>> {
    const failure = this.#failure ?? new AppError('engine/unavailable', 'The engine is starting.');
    const refuse = async (): Promise<never> => Promise.reject(failure);
    const refusals = Object.fromEntries(
      Object.keys(CALLS).map((each) => [each, refuse]),
    ) as unknown as Handlers;
    const call = createPipeline({
      handlers: {
        ...refusals,
        'session.state': async () => this.#state(),
        'session.setAllCachesAside': async () => {
          // A second click waits for the first: two engines over one profile would lose each other's keys.
          this.#recovering ??= this.#setAllCachesAside(failure).finally(() => {
            this.#recovering = null;
          });
          return this.#recovering;
        },
      },
      operators: { current: () => null },
      actions: { before: refuse, after: refuse },
    });
    return call(name, request);
  }

  async #setAllCachesAside(failure: AppError): Promise<SessionState> {
    if (!UNREADABLE_PROFILE.has(failure.code)) throw failure;
    await setAsideAllVaults({ vaultsDir: this.#vaultsDir, reason: failure.code, nowMs: Date.now() });
    await this.#begin();
    return this.#state();
  }

  /** Sends what the operator of this moment may know, in the shape that the contract gives it. */
  #push(push: AnyPush): void {
    const { access, payload } = PUSHES[push.name];
    if (access !== 'anyone') {
      const current = this.#running?.operators.current() ?? null;
      if (current === null || current === 'locked' || !mayDo(current.operator.roles, access)) return;
    }
    if (payload.safeParse(push.payload).success) this.#parts.push(push);
  }
}

async function openSecrets(): Promise<SecretStore> {
  return openKeychain({ service: 'MedMinder Console', label: process.env.MEDMINDER_KEYCHAIN_LABEL });
}
