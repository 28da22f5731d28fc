import type { MedminderApi } from '../../shared/contract/api.ts';
import type { CallName, RequestOf, ResponseOf } from '../../shared/contract/calls.ts';
import type { PushName } from '../../shared/contract/pushes.ts';
import type { AuditPage, AuditRow } from '../../shared/domain/audit.ts';
import type { Desk, SourceStatus } from '../../shared/domain/desk.ts';
import type { SessionState } from '../../shared/domain/session.ts';
import { AppError, ERROR_CODES, type ErrorCode } from '../../shared/errors.ts';
import { permissionsOf, ROLES, type Role } from '../../shared/permissions.ts';
import { fail, ok } from '../../shared/result.ts';
import { fakeEvent, fakeRaw } from './fake-event.ts';
import { createFakeJobs } from './fake-jobs.ts';
import { fakeSetup } from './fake-setup.ts';
import { fakeActions, fakeRow, fakeTrail, matches, suggest } from './fake-trail.ts';

type Handlers = { readonly [Name in CallName]: (request: RequestOf<Name>) => ResponseOf<Name> };
type Emit = (name: PushName, payload: unknown) => void;

const NAMES: Readonly<Record<Role, string>> = {
  compliance: 'Clara Vance',
  admin: 'Ben Adeyemi',
  support: 'Sam Kowalski',
};
const DESK_HINT = { label: 'MedMinder demo clinic', demo: true, personsUrl: 'http://127.0.0.1:4100/persons' };

/** A desk of made-up people behind the real contract, in memory. For looking at the page, never for the product. */
export function createFakeDesk(options: URLSearchParams): MedminderApi {
  const listeners = new Map<PushName, Set<(payload: never) => void>>();
  const emit: Emit = (name, payload) => {
    for (const listener of listeners.get(name) ?? []) listener(payload as never);
  };
  const handlers = createHandlers(options, emit);
  const delayMs = options.has('slow') ? 4000 : 30;
  return {
    call: async (name, request) => {
      const engine = options.get('engine');
      await new Promise((resolve) => setTimeout(resolve, name === 'setup.test' ? 10 * delayMs : delayMs));
      if (engine !== null) {
        emit('engine.state', { state: engine });
        options.delete('engine');
      }
      try {
        return ok(handlers[name](request));
      } catch (error) {
        return fail(error);
      }
    },
    listen: (name, listener) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener);
      return () => set.delete(listener);
    },
  };
}

function codeOf(options: URLSearchParams): ErrorCode | null {
  return ERROR_CODES.find((code) => code === options.get('code')) ?? null;
}

function createHandlers(options: URLSearchParams, emit: Emit): Handlers {
  const startedAt = Date.now();
  const offline = options.has('offline');
  const trail = options.has('empty') ? [] : fakeTrail(startedAt);
  let confirmedAt = 0;
  const role = ROLES.find((known) => known === options.get('role')) ?? 'compliance';
  let session = firstSession(options, role);
  const change = (next: SessionState): void => {
    session = next;
    emit('session.changed', next);
  };
  const enter = (): { kind: 'signed-in' } => {
    setTimeout(() => change(signedIn(role, offline)), 200);
    return { kind: 'signed-in' };
  };
  if (!options.has('quiet') && !offline) {
    setInterval(() => {
      trail.unshift(fakeRow((trail[0]?.seq ?? 0) + 1, Date.now()));
      emit('audit.arrived', { count: 1, newestSeq: trail[0]?.seq ?? 1 });
    }, 1200);
  }
  const failing = (): void => {
    const code = codeOf(options);
    if (code !== null) throw new AppError(code, 'preview', { detail: { retryAfterMs: 42_000 } });
  };
  return {
    'session.state': () => session,
    'session.signIn': ({ password }) => {
      refuse(password);
      return {
        kind: 'code-required',
        challengeId: `c${Date.now()}`,
        method: 'totp',
        expiresAt: new Date(Date.now() + 180_000).toISOString(),
      };
    },
    'session.answerCode': ({ code }) => {
      if (code !== '123456') throw new AppError('auth/wrong-code', 'preview');
      return enter();
    },
    'session.givePreviousPassword': ({ password }) => {
      refuse(password);
      return enter();
    },
    'session.setCacheAside': () => enter(),
    'session.setAllCachesAside': () => {
      change({ kind: 'signed-out', desk: DESK_HINT });
      return session;
    },
    'session.unlock': ({ password }) => {
      refuse(password);
      return enter();
    },
    'session.confirmPassword': ({ password }) => {
      refuse(password);
      confirmedAt = Date.now();
      return {};
    },
    'session.lock': () => {
      change(locked(role, 'operator'));
      return {};
    },
    'session.signOut': () => {
      change({ kind: 'signed-out', desk: DESK_HINT });
      return {};
    },
    'session.touch': () => ({}),
    'desk.view': () => desk(startedAt),
    'audit.source': () => source(options, offline, startedAt),
    'audit.refresh': () => ({}),
    'audit.coverage': () => ({
      events: trail.length,
      oldestRecordedAt: trail.at(-1)?.recordedAt ?? null,
      newestRecordedAt: trail[0]?.recordedAt ?? null,
      eventsWithUnmapped: trail.filter((row) => row.unmapped > 0).length,
    }),
    'audit.search': (request) => {
      failing();
      return page(
        trail.filter((row) => matches(row, request.filter)),
        request,
      );
    },
    'audit.count': ({ filter }) => {
      const count = trail.filter((row) => matches(row, filter)).length;
      const narrowed = Object.keys(filter).length > 0;
      return { count: narrowed ? Math.min(count, 10_000) : count, exact: !narrowed || count <= 10_000 };
    },
    'audit.suggest': ({ field, text }) => suggest(field, text),
    'audit.event': ({ seq }) => fakeEvent(find(trail, seq)),
    'audit.raw': ({ seq }) => {
      if (Date.now() - confirmedAt > 3_600_000) throw new AppError('auth/step-up-required', 'preview');
      const text = fakeRaw(find(trail, seq));
      return { text, bytes: new TextEncoder().encode(text).length, lossless: true };
    },
    'actions.list': (request) => page(fakeActions(startedAt), request),
    ...fakeSetup(options, change),
    ...createFakeJobs({
      options,
      emit,
      countOf: (filter) => trail.filter((row) => matches(row, filter)).length,
      confirmed: () => Date.now() - confirmedAt < 3_600_000,
    }),
  };
}

function find(trail: readonly AuditRow[], seq: number): AuditRow {
  const row = trail.find((candidate) => candidate.seq === seq);
  if (row === undefined) throw new AppError('store/not-found', 'preview');
  return row;
}

function page(rows: readonly AuditRow[], request: RequestOf<'actions.list'>): AuditPage {
  const { after, limit = 100 } = request;
  const below =
    after === undefined
      ? rows
      : rows.filter((row) => {
          const ms = Date.parse(row.recordedAt);
          return ms < after.recordedMs || (ms === after.recordedMs && row.seq < after.seq);
        });
  const shown = below.slice(0, limit);
  const last = shown.at(-1);
  const next = below.length > limit && last !== undefined;
  return { rows: shown, next: next ? { recordedMs: Date.parse(last.recordedAt), seq: last.seq } : null };
}

/** Passwords of the preview that lead to the ways a sign-in can fail. */
function refuse(password: string): void {
  const codes: Readonly<Record<string, ErrorCode>> = {
    wrong: 'auth/wrong-credentials',
    throttle: 'auth/too-many-attempts',
    offline: 'pool/unreachable',
    previous: 'vault/password-changed',
    emptied: 'keychain/emptied',
  };
  const code = codes[password] ?? (password === 'demo' ? null : 'auth/wrong-credentials');
  if (code !== null)
    throw new AppError(code, 'preview', {
      detail: { retryAfterMs: code === 'auth/too-many-attempts' ? 42_000 : 0 },
    });
}

function signedIn(role: Role, offline: boolean): SessionState {
  const now = Date.now();
  return {
    kind: 'signed-in',
    operator: {
      username: `${role}.demo`,
      displayName: NAMES[role],
      roles: [role],
      clinic: role === 'admin' ? 'North clinic' : null,
      permissions: [...permissionsOf([role])],
    },
    connection: offline ? 'offline' : 'online',
    offlineUntil: new Date(now + 70 * 3_600_000).toISOString(),
    signedInAt: new Date(now - 900_000).toISOString(),
    idleLockMs: 900_000,
  };
}

function locked(role: Role, reason: 'idle' | 'operator'): SessionState {
  return {
    kind: 'locked',
    username: `${role}.demo`,
    displayName: NAMES[role],
    reason,
    offlineUntil: new Date(Date.now() + 70 * 3_600_000).toISOString(),
    desk: DESK_HINT,
  };
}

function firstSession(options: URLSearchParams, role: Role): SessionState {
  const code = codeOf(options);
  const detail = { retryAfterMs: 42_000 };
  switch (options.get('state') ?? 'signed-in') {
    case 'starting':
      return { kind: 'starting' };
    case 'signed-out':
      return {
        kind: 'signed-out',
        desk: DESK_HINT,
        ...(code !== null && { reason: { code, message: 'preview', detail } }),
      };
    case 'locked':
      return locked(role, 'idle');
    case 'setup':
      return { kind: 'setup', reason: code === null ? null : { code, message: 'preview' } };
    case 'failed':
      return { kind: 'failed', error: { code: code ?? 'keychain/emptied', message: 'preview' } };
    default:
      return signedIn(role, options.has('offline'));
  }
}

function source(options: URLSearchParams, offline: boolean, now: number): SourceStatus {
  const loading = options.has('loading');
  return {
    state: offline ? 'waiting' : loading ? 'loading' : 'live',
    stored: loading ? 12_400 : 61_204,
    expected: 61_000,
    lastContactAt: new Date(now - (offline ? 5_400_000 : 1000)).toISOString(),
    nextAttemptAt: offline ? new Date(now + 60_000).toISOString() : null,
    error: offline ? { code: 'source/unreachable', message: 'preview' } : null,
    notes: [
      'The server does not state versions; an event that comes again with other bytes is kept as a second one.',
    ],
  };
}

function desk(now: number): Desk {
  return {
    label: DESK_HINT.label,
    demo: true,
    personsUrl: DESK_HINT.personsUrl,
    appVersion: '0.1.0',
    userPoolId: 'eu-central-1_Demo12345',
    fhirBaseUrl: 'http://127.0.0.1:4100/fhir',
    keychain: { backend: 'private-keyring-unprotected', protective: false },
    vault: {
      kekGeneration: 12,
      kekRenewedAt: new Date(now - 7 * 3_600_000).toISOString(),
      kekRenewalDueAt: new Date(now + 17 * 3_600_000).toISOString(),
      cipher: 'SQLCipher 4 (AES-256-CBC, HMAC-SHA-512); blocks AES-256-GCM',
      eventDays: 91,
    },
    outbox: { waiting: 2, lastSentAt: new Date(now - 20_000).toISOString() },
  };
}
