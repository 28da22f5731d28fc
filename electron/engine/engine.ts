import path from 'node:path';
import { CALLS } from '../../shared/contract/calls.ts';
import { PUSHES } from '../../shared/contract/pushes.ts';
import type { SessionState } from '../../shared/domain/session.ts';
import type { Settings } from '../../shared/domain/settings.ts';
import { UNREADABLE_PROFILE } from '../../shared/unreadable.ts';
import { AppError, hasCode, toErrorValue } from '../../shared/errors.ts';
import { mayDo } from '../../shared/permissions.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { AnyPush, EngineConfig } from '../ipc/engine-messages.ts';
import { createPipeline, type Handlers } from '../ipc/pipeline.ts';
import { poolWhenNeeded, type PoolPort } from './cognito/pool-when-needed.ts';
import { TokenVerifier } from './cognito/token-verifier.ts';
import { AuditDesk } from './desk/audit-desk.ts';
import type { Choose } from './files/chooser.ts';
import { offerDropped } from './files/dropped.ts';
import { causeOf, startFailure, stateOfHalt, type Halt } from './halt.ts';
import { createHandlers } from './handlers.ts';
import { createImportKind } from './import/import-kind.ts';
import { anyKind } from './jobs/any-kind.ts';
import { openKeychain } from './keychain/keychain.ts';
import type { SecretStore } from './keychain/secret-store.ts';
import { Operators } from './operators/operators.ts';
import { profileVaults } from './operators/profile-vaults.ts';
import { Remembered } from './operators/remembered.ts';
import { settled } from './operators/settled.ts';
import { PendingChanges } from './settings/pending-changes.ts';
import { SettingsBook } from './settings/settings-book.ts';
import { SetupDesk } from './setup/setup-desk.ts';
import { setupHandlers } from './setup/setup-handlers.ts';
import { WarmThreads } from './store/store-threads.ts';
import { openProfile, setAsideAllVaults } from './vault/profile.ts';
import type { Vault } from './vault/vault.ts';

export interface EngineParts {
  readonly config: EngineConfig;
  readonly workerUrl: URL;
  readonly importWorkerUrl: URL;
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
  readonly #book: SettingsBook;
  readonly #pending: PendingChanges;
  readonly #setup: SetupDesk;
  #running: Running | null = null;
  #halt: Halt | null = null;
  #recovering: Promise<SessionState> | null = null;
  /** What begins or ends the services, one after the other: two engines over one profile would lose each other's keys. */
  #turns: Promise<unknown> = Promise.resolve();
  #closing = false;

  private constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#book = new SettingsBook(parts.config);
    this.#pending = new PendingChanges(parts.config.userDataDir);
    this.#setup = new SetupDesk({
      book: this.#book,
      pending: this.#pending,
      choose: parts.choose,
      state: () => this.#state(),
      inTurn: async (change) => this.#inTurn(change),
      beginOn: async (settings, commit) => this.#beginOn(settings, commit),
    });
  }

  static async start(parts: EngineParts): Promise<Engine> {
    const engine = new Engine(parts);
    await engine.#inTurn(async () => engine.#begin());
    return engine;
  }

  /** Answers one call of the contract. Never rejects. */
  readonly call: Call = async (name, request) =>
    this.#running === null ? this.#callWhileHalted(name, request) : this.#running.call(name, request);

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
    this.#closing = true;
    // A sign-in under way must not hold the others up; an open session may be getting its next refresh token.
    if (this.#running?.operators.state().kind !== 'signed-in') this.#running?.pool.close();
    await settled(this.#turns);
    await this.#end();
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turns.then(async () => {
      if (this.#closing) throw new AppError('engine/unavailable', 'The engine is stopping.');
      return work();
    });
    this.#turns = settled(turn);
    return turn;
  }

  async #end(): Promise<void> {
    const running = this.#running;
    if (running === null) return;
    await endServices(running);
    this.#running = null;
  }

  get #vaultsDir(): string {
    return path.join(this.#parts.config.userDataDir, 'vaults');
  }

  async #begin(): Promise<void> {
    try {
      const { chosen } = await this.#book.open();
      if (chosen.kind === 'refused') throw chosen.reason;
      this.#halt = chosen.kind === 'first-run' ? { kind: 'setup', reason: chosen.reason } : null;
      if (chosen.kind === 'settings') this.#running = await this.#build(chosen.settings);
    } catch (error) {
      this.#halt = { kind: 'failed', error: startFailure(error) };
    }
    this.#announce();
  }

  /** As `SetupDeskParts.beginOn`. */
  async #beginOn(settings: Settings | null, commit: () => Promise<void>): Promise<void> {
    this.#running?.pool.close();
    await this.#end();
    this.#halt = null;
    let built: Running | null = null;
    try {
      if (settings !== null) built = await this.#build(settings);
      await commit();
    } catch (error) {
      if (built !== null) await endServices(built);
      await this.#begin();
      throw startFailure(error);
    }
    this.#running = built;
    if (built === null) this.#halt = { kind: 'setup', reason: null };
    this.#announce();
  }

  async #build(settings: Settings): Promise<Running> {
    const { config, workerUrl, importWorkerUrl, onCrash } = this.#parts;
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
        whileStretching: () => {
          threads.warm();
        },
      }),
      remembered: new Remembered(secrets, profile.profileId),
      openDesk: async (vault, tokens) =>
        AuditDesk.open(
          {
            settings,
            vaultDir: (vaultId) => profile.vaultDir(vaultId),
            console: { version: config.appVersion, installationId: profile.profileId },
            threads,
            jobKinds: [anyKind(createImportKind({ workerUrl: importWorkerUrl }))],
            now,
            push: (push) => {
              this.#push(push);
            },
            onCrash,
            onBackgroundFailure: tellBackgroundFailure,
          },
          vault,
          tokens,
        ),
      now,
      onChange: (payload) => {
        if (payload.kind === 'locked') threads.warmSoon();
        if (payload.kind === 'signed-in') void this.#recordChanges(operators);
        this.#push({ kind: 'push', name: 'session.changed', payload });
      },
      onBackgroundFailure: tellBackgroundFailure,
    });
    await operators.start();
    const handlers: Handlers = createHandlers({
      settings,
      appVersion: config.appVersion,
      keychain: secrets.backend,
      operators,
      choose: this.#parts.choose,
      setup: this.#setup,
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
    return stateOfHalt(this.#halt);
  }

  /** What was changed in the settings while nobody was there goes into the log of whoever comes first. */
  async #recordChanges(operators: Running['operators']): Promise<void> {
    try {
      await this.#pending.record(async (entry) => operators.session().record(entry, ok(null)));
    } catch (error) {
      // Where the session ended first, the rest is for the next.
      if (!hasCode(error, 'auth/not-signed-in') && !hasCode(error, 'auth/locked'))
        tellBackgroundFailure(error);
    }
  }

  /** With no services, the page may ask how it stands and take the ways out; everything else is refused by the cause. */
  async #callWhileHalted(name: string, request: unknown): Promise<Result<unknown>> {
    const failure = causeOf(this.#halt);
    const refuse = async (): Promise<never> => Promise.reject(failure);
    const refusals = Object.fromEntries(
      Object.keys(CALLS).map((each) => [each, refuse]),
    ) as unknown as Handlers;
    const call = createPipeline({
      handlers: {
        ...refusals,
        ...setupHandlers(this.#setup),
        'session.state': async () => this.#state(),
        'session.setAllCachesAside': async () => {
          // A second click waits for the first and gets its answer.
          this.#recovering ??= this.#inTurn(async () => this.#setAllCachesAside()).finally(() => {
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

  async #setAllCachesAside(): Promise<SessionState> {
    const failure = causeOf(this.#halt);
    if (this.#halt?.kind !== 'failed' || !UNREADABLE_PROFILE.has(failure.code)) throw failure;
    await setAsideAllVaults({ vaultsDir: this.#vaultsDir, reason: failure.code, nowMs: Date.now() });
    await this.#begin();
    return this.#state();
  }

  #announce(): void {
    this.#push({ kind: 'push', name: 'session.changed', payload: this.#state() });
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

async function endServices({ operators, threads, pool }: Running): Promise<void> {
  await operators.dispose();
  await threads.end();
  pool.close();
}

function tellBackgroundFailure(error: unknown): void {
  process.stderr.write(`engine: background work failed: ${toErrorValue(error).code}\n`);
}

async function openSecrets(): Promise<SecretStore> {
  return openKeychain({ service: 'MedMinder Console', label: process.env.MEDMINDER_KEYCHAIN_LABEL });
}
