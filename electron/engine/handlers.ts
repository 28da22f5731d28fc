import type { Settings } from '../../shared/domain/settings.ts';
import { AppError } from '../../shared/errors.ts';
import type { Handlers } from '../ipc/pipeline.ts';
import { explainEvent } from './audit/mapping/explain.ts';
import type { AuditDesk } from './desk/audit-desk.ts';
import { viewDesk } from './desk/view-desk.ts';
import type { Choose } from './files/chooser.ts';
import { fileHandlers } from './files/file-handlers.ts';
import { jobHandlers } from './jobs/job-handlers.ts';
import type { KeychainBackend } from './keychain/secret-store.ts';
import type { Operators } from './operators/operators.ts';
import type { SetupDesk } from './setup/setup-desk.ts';
import { setupHandlers } from './setup/setup-handlers.ts';
import type { Vault } from './vault/vault.ts';

/** Counting stops here: what a person can tell apart at a glance. */
const COUNT_LIMIT = 10_000;

export interface HandlerParts {
  readonly settings: Settings;
  readonly appVersion: string;
  readonly keychain: KeychainBackend;
  readonly operators: Operators<Vault, AuditDesk>;
  readonly choose: Choose;
  readonly setup: SetupDesk;
}

/** Runs every call of the contract against the services; who may call was decided before. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { operators } = parts;
  const desk = (): AuditDesk => operators.session().desk;
  const done = {};
  return {
    'session.state': async () => operators.state(),
    'session.signIn': async ({ username, password }) => operators.signIn(username, password),
    'session.answerCode': async ({ challengeId, code }) => operators.answerCode(challengeId, code),
    'session.givePreviousPassword': async ({ password }) => operators.givePreviousPassword(password),
    'session.setCacheAside': async () => operators.setCacheAside(),
    'session.setAllCachesAside': async () => {
      throw new AppError('auth/forbidden', 'The desk works; nothing needs to be set aside.');
    },
    'session.unlock': async ({ password }) => operators.unlock(password),
    'session.confirmPassword': async ({ password }) => {
      await operators.session().confirmPassword(password);
      return done;
    },
    'session.lock': async () => {
      await operators.lock('operator');
      return done;
    },
    'session.signOut': async () => {
      await operators.signOut();
      return done;
    },
    'session.touch': async () => {
      operators.session().touch();
      return done;
    },
    'desk.view': async () => viewDesk(parts, desk()),
    'audit.source': async () => desk().sourceStatus(),
    'audit.refresh': async () => {
      desk().refresh();
      return done;
    },
    'audit.coverage': async () => desk().store.coverage(),
    'audit.search': async ({ filter, after, limit }) => desk().store.search(filter, after ?? null, limit),
    'audit.count': async ({ filter }) => desk().store.count(filter, COUNT_LIMIT),
    'audit.suggest': async ({ field, text, limit }) => [...(await desk().store.suggest(field, text, limit))],
    'audit.event': async ({ seq }) => {
      const { row, raw, receivedAtMs, ...facts } = await desk().store.event(seq);
      return {
        row,
        explained: explainEvent(raw, { baseUrl: parts.settings.fhirBaseUrl }),
        receivedAt: new Date(receivedAtMs).toISOString(),
        ...facts,
      };
    },
    'audit.raw': async ({ seq }) => rawText((await desk().store.event(seq)).raw),
    ...setupHandlers(parts.setup),
    ...jobHandlers({ jobs: () => desk().jobs, offers: () => desk().offers }),
    ...fileHandlers({ choose: parts.choose, offers: () => desk().offers }),
    'actions.list': async ({ after, limit }) => desk().store.actions(after ?? null, limit),
  };
}

/** Bytes as text; what is not UTF-8 is shown with replacement characters and said to be. */
function rawText(raw: Uint8Array): { text: string; bytes: number; lossless: boolean } {
  const bytes = raw.byteLength;
  try {
    return {
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw),
      bytes,
      lossless: true,
    };
  } catch {
    return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(raw), bytes, lossless: false };
  }
}
