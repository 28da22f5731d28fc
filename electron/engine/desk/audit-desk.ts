import path from 'node:path';
import type { ActionEntry } from '../../../shared/contract/spec.ts';
import type { SourceStatus } from '../../../shared/domain/desk.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import { mayDo } from '../../../shared/permissions.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Result } from '../../../shared/result.ts';
import type { AnyPush } from '../../ipc/engine-messages.ts';
import { ActionLog } from '../actions/action-log.ts';
import type { ActingConsole } from '../actions/build-action-event.ts';
import { OutboxPoster } from '../audit/outbox/outbox-poster.ts';
import { storeOutbox } from '../audit/outbox/store-outbox.ts';
import { FhirAuditSource } from '../audit/source/fhir-audit-source.ts';
import { identitySchema, type Identity } from '../operators/identity.ts';
import type { AccessTokens, Desk } from '../operators/ports.ts';
import { Offers } from '../files/offers.ts';
import { createExportKind } from '../export/export-kind.ts';
import { anyKind, type AnyJobKind } from '../jobs/any-kind.ts';
import { endingRecord } from '../jobs/job-ending.ts';
import { JobRunner } from '../jobs/job-runner.ts';
import { Throttle } from '../jobs/throttle.ts';
import { openStore, type Store } from '../store/store.ts';
import type { WarmThreads } from '../store/store-threads.ts';
import type { Vault } from '../vault/vault.ts';

export interface AuditDeskParts {
  readonly settings: Pick<Settings, 'fhirBaseUrl' | 'region' | 'userPoolId'>;
  /** What the action log says of this console. */
  readonly console: ActingConsole;
  /** Where the vault's files are; the database stands beside its keyring. */
  readonly vaultDir: (vaultId: string) => string;
  readonly threads: Pick<WarmThreads, 'take'>;
  /** What long work can do, beside what the desk itself knows how to do. */
  readonly jobKinds: readonly AnyJobKind[];
  readonly now: () => number;
  readonly push: (push: AnyPush) => void;
  /** A thread of the store died: the process must start again. */
  readonly onCrash: () => void;
  readonly onBackgroundFailure: (error: unknown) => void;
}

/** What a job brings in is told to the page together: it asks again with every message. */
const ARRIVED_INTERVAL_MS = 1_000;
const IDENTITY = 'desk/identity';

/** The services of one open vault: the encrypted store, and the audit server followed into it. */
export class AuditDesk implements Desk {
  readonly store: Store;
  readonly vault: Vault;
  /** What the operator of this session picked or dropped. */
  readonly offers: Offers;
  readonly jobs: JobRunner;
  readonly #parts: AuditDeskParts;
  readonly #source: FhirAuditSource;
  readonly #outbox: OutboxPoster;
  readonly #arrivals: Throttle;
  #arrived = { count: 0, newestSeq: 0 };
  #owner: { readonly identity: Identity; readonly log: ActionLog } | null = null;

  private constructor(parts: AuditDeskParts, vault: Vault, store: Store, tokens: AccessTokens) {
    this.#parts = parts;
    this.vault = vault;
    this.store = store;
    this.offers = new Offers(parts.now);
    this.#arrivals = new Throttle(ARRIVED_INTERVAL_MS, () => {
      const payload = this.#arrived;
      this.#arrived = { ...payload, count: 0 };
      if (payload.count > 0) parts.push({ kind: 'push', name: 'audit.arrived', payload });
    });
    this.jobs = this.#createJobs();
    const server = {
      baseUrl: parts.settings.fhirBaseUrl,
      tokens: {
        getAccessToken: tokens.get,
        refresh: async () => {
          await tokens.refresh();
        },
      },
    };
    this.#outbox = new OutboxPoster({ ...server, port: storeOutbox(store) });
    this.#source = new FhirAuditSource({
      ...server,
      sink: store,
      onArrived: (payload) => {
        parts.push({ kind: 'push', name: 'audit.arrived', payload });
      },
    });
    this.#source.onStatus((payload) => {
      parts.push({ kind: 'push', name: 'audit.source', payload });
    });
  }

  /** @throws `store/*`, `vault/*` */
  static async open(parts: AuditDeskParts, vault: Vault, tokens: AccessTokens): Promise<AuditDesk> {
    const databaseKey = vault.databaseKey();
    let store: Store;
    try {
      store = await openStore({
        file: path.join(parts.vaultDir(vault.vaultId), 'audit.db'),
        databaseKey,
        deks: vault,
        threads: parts.threads.take(),
        now: parts.now,
        onCrash: parts.onCrash,
      });
    } finally {
      databaseKey.fill(0);
    }
    return new AuditDesk(parts, vault, store, tokens);
  }

  async readIdentity(): Promise<Identity | null> {
    const kept = await this.store.getCursor(IDENTITY);
    if (kept === null) return null;
    return this.#own(identitySchema.parse(JSON.parse(kept)));
  }

  async keepIdentity(identity: Identity): Promise<void> {
    await this.store.setCursor({ name: IDENTITY, value: JSON.stringify(identity) });
    this.#own(identity);
  }

  /** The operator is known and may work: what was interrupted goes on, with or without a network. */
  begin(): void {
    if (mayDo(this.#owner?.identity.roles ?? [], 'jobs.view')) this.jobs.start();
  }

  async recordBefore(entry: ActionEntry): Promise<string> {
    return this.#log().before(entry);
  }

  async record(entry: ActionEntry, outcome: Result<unknown>, correlationId?: string): Promise<void> {
    await this.#log().after(entry, outcome, correlationId);
  }

  /** Once the pool has answered, the audit server is followed for those who may read it. */
  connectionChanged(connection: 'online' | 'offline'): void {
    if (connection === 'offline') return;
    this.#outbox.start();
    this.#outbox.kick();
    if (!mayDo(this.#owner?.identity.roles ?? [], 'audit.search')) return;
    this.#source.start();
    this.#source.kick();
  }

  sourceStatus(): SourceStatus {
    return this.#source.status();
  }

  refresh(): void {
    this.#source.kick();
  }

  setVisible(visible: boolean): void {
    this.#source.setVisible(visible);
  }

  async close(): Promise<void> {
    this.offers.close();
    await this.jobs.stop();
    this.#arrivals.close();
    await Promise.all([this.#source.dispose(), this.#outbox.dispose()]);
    await this.store.close();
  }

  #createJobs(): JobRunner {
    const { push, now, jobKinds, onBackgroundFailure } = this.#parts;
    return new JobRunner({
      store: this.store,
      kinds: [...jobKinds, anyKind(createExportKind(this.store))],
      now,
      onChange: (jobId) => {
        push({ kind: 'push', name: 'jobs.changed', payload: { jobId } });
      },
      onStored: ({ stored, newestSeq }) => {
        this.#arrived = { count: this.#arrived.count + stored, newestSeq };
        this.#arrivals.request('');
      },
      recordEnd: async (ending) => this.#log().write(endingRecord(ending)),
      onTrouble: onBackgroundFailure,
    });
  }

  #log(): ActionLog {
    if (this.#owner === null) throw new AppError('engine/internal', 'Nobody owns the desk yet.');
    return this.#owner.log;
  }

  #own(identity: Identity): Identity {
    const { username, displayName } = identity;
    const { region, userPoolId } = this.#parts.settings;
    const known = this.#owner?.identity;
    // A token refresh keeps the same person: the log goes on with what it has just coalesced.
    if (this.#owner === null || known?.username !== username || known.displayName !== displayName) {
      const log = new ActionLog({
        sink: this.store,
        operator: {
          username,
          displayName,
          issuer: `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`,
        },
        console: this.#parts.console,
        now: this.#parts.now,
        onWritten: () => {
          this.#outbox.kick();
        },
      });
      this.#owner = { identity, log };
    } else {
      this.#owner = { identity, log: this.#owner.log };
    }
    return identity;
  }
}
