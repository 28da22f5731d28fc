import type { Desk } from '../../../shared/domain/desk.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import type { KeychainBackend } from '../keychain/secret-store.ts';
import { KEK_LIFETIME_MS } from '../vault/clock-rules.ts';
import type { AuditDesk } from './audit-desk.ts';

/** What this machine's database cipher is, in a reader's words; the limits are stated in docs/threat-model.md. */
const CIPHER = 'SQLCipher scheme: AES-256-CBC with HMAC-SHA-512; sealed blocks: AES-256-GCM';

export interface DeskFacts {
  readonly settings: Settings;
  readonly appVersion: string;
  readonly keychain: KeychainBackend;
}

/** How this desk is set up and protected. Facts about the console, none about people. */
export async function viewDesk(
  { settings, appVersion, keychain }: DeskFacts,
  desk: AuditDesk,
): Promise<Desk> {
  const { vault, store } = desk;
  const [days, outbox] = await Promise.all([store.daysWithEvents(), store.outboxStatus()]);
  return {
    label: settings.label,
    demo: settings.demo,
    personsUrl: settings.personsUrl ?? null,
    appVersion,
    userPoolId: settings.userPoolId,
    fhirBaseUrl: settings.fhirBaseUrl,
    keychain: { backend: keychain.kind, protective: keychain.protects },
    vault: {
      kekGeneration: vault.kekGeneration,
      kekRenewedAt: new Date(vault.kekCreatedAtMs).toISOString(),
      kekRenewalDueAt: new Date(vault.kekCreatedAtMs + KEK_LIFETIME_MS).toISOString(),
      cipher: CIPHER,
      eventDays: days.length,
    },
    outbox: {
      waiting: outbox.waiting,
      refused: outbox.refused,
      lastSentAt: outbox.lastSentAtMs === null ? null : new Date(outbox.lastSentAtMs).toISOString(),
    },
  };
}
