import path from 'node:path';
import type { ActionEntry } from '../../../shared/contract/spec.ts';
import type { SourceStatus } from '../../../shared/domain/desk.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import { mayDo } from '../../../shared/permissions.ts';
import type { Result } from '../../../shared/result.ts';
import type { AnyPush } from '../../ipc/engine-messages.ts';
import { FhirAuditSource } from '../audit/source/fhir-audit-source.ts';
import { identitySchema, type Identity } from '../operators/identity.ts';
import type { AccessTokens, Desk } from '../operators/ports.ts';
import { openStore, type Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';

export interface AuditDeskParts {
  readonly settings: Pick<Settings, 'fhirBaseUrl'>;
  /** Where the vault's files are; the database stands beside its keyring. */
  readonly vaultDir: (vaultId: string) => string;
  readonly workerUrl: URL;
  readonly now: () => number;
  readonly push: (push: AnyPush) => void;
  /** A thread of the store died: the process must start again. */
  readonly onCrash: () => void;
}

const IDENTITY = 'desk/identity';

/** The services of one open vault: the encrypted store, and the audit server followed into it. */
export class AuditDesk implements Desk {
  readonly store: Store;
  readonly vault: Vault;
  readonly #source: FhirAuditSource;
  #identity: Identity | null = null;

  private constructor(vault: Vault, store: Store, source: FhirAuditSource) {
    this.vault = vault;
    this.store = store;
    this.#source = source;
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
        workerUrl: parts.workerUrl,
        now: parts.now,
        onCrash: parts.onCrash,
      });
    } finally {
      databaseKey.fill(0);
    }
    const source = new FhirAuditSource({
      baseUrl: parts.settings.fhirBaseUrl,
      tokens: {
        getAccessToken: tokens.get,
        refresh: async () => {
          await tokens.refresh();
        },
      },
      sink: store,
      onArrived: (payload) => {
        parts.push({ kind: 'push', name: 'audit.arrived', payload });
      },
    });
    source.onStatus((payload) => {
      parts.push({ kind: 'push', name: 'audit.source', payload });
    });
    return new AuditDesk(vault, store, source);
  }

  async readIdentity(): Promise<Identity | null> {
    const kept = await this.store.getCursor(IDENTITY);
    this.#identity = kept === null ? null : identitySchema.parse(JSON.parse(kept));
    return this.#identity;
  }

  async keepIdentity(identity: Identity): Promise<void> {
    await this.store.setCursor({ name: IDENTITY, value: JSON.stringify(identity) });
    this.#identity = identity;
  }

  async recordBefore(_entry: ActionEntry): Promise<string> {
    return Promise.resolve('');
  }

  async record(_entry: ActionEntry, _outcome: Result<unknown>, _correlationId?: string): Promise<void> {
    await Promise.resolve();
  }

  /** Once the pool has answered, the audit server is followed for those who may read it. */
  connectionChanged(connection: 'online' | 'offline'): void {
    if (connection === 'offline' || !mayDo(this.#identity?.roles ?? [], 'audit.search')) return;
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
    await this.#source.dispose();
    await this.store.close();
  }
}
