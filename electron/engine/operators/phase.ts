import type { LockReason, SessionState } from '../../../shared/domain/session.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import { toErrorValue, type AppError } from '../../../shared/errors.ts';
import { operatorOf } from './identity.ts';
import type { OpenSession } from './open-session.ts';
import type { Desk, OpenedVault } from './ports.ts';

/** Where the desk stands, as the engine knows it. */
export type Phase<V extends OpenedVault, D extends Desk> =
  | { readonly kind: 'signed-out'; readonly reason?: AppError }
  | {
      readonly kind: 'locked';
      readonly username: string;
      readonly displayName: string;
      readonly reason: LockReason;
      readonly offlineUntilMs: number | null;
    }
  | { readonly kind: 'open'; readonly session: OpenSession<V, D> };

/** What the page may know of it. */
export function stateOf<V extends OpenedVault, D extends Desk>(
  phase: Phase<V, D>,
  settings: Settings,
): SessionState {
  const desk = { label: settings.label, demo: settings.demo, personsUrl: settings.personsUrl ?? null };
  switch (phase.kind) {
    case 'signed-out':
      return phase.reason === undefined
        ? { kind: 'signed-out', desk }
        : { kind: 'signed-out', desk, reason: toErrorValue(phase.reason) };
    case 'locked': {
      const { username, displayName, reason, offlineUntilMs } = phase;
      const offlineUntil = offlineUntilMs === null ? null : new Date(offlineUntilMs).toISOString();
      return { kind: 'locked', username, displayName, reason, offlineUntil, desk };
    }
    case 'open': {
      const { session } = phase;
      return {
        kind: 'signed-in',
        operator: operatorOf(session.identity),
        connection: session.connection,
        offlineUntil: new Date(session.vault.offlineUntilMs).toISOString(),
        signedInAt: new Date(session.signedInAtMs).toISOString(),
        idleLockMs: settings.idleLockMs,
      };
    }
  }
}
