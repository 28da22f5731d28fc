import { randomUUID } from 'node:crypto';
import type { ActionEntry } from '../../../shared/contract/spec.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { CONSOLE_EVENT_TAG } from '../audit/console-event.ts';
import { ACTION_CODES } from './action-codes.ts';

/** How an act ended; null before it has. */
export type ActionOutcome = { readonly ok: true } | { readonly ok: false; readonly code: ErrorCode };

export interface ActingOperator {
  readonly username: string;
  readonly displayName: string;
  /** The pool's issuer, which the user name belongs to; a URI. */
  readonly issuer: string;
}

export interface ActingConsole {
  readonly version: string;
  /** Stays the same for one installation. */
  readonly installationId: string;
}

export interface ActionEventInput {
  readonly entry: ActionEntry;
  readonly phase: 'before' | 'after';
  readonly outcome: ActionOutcome | null;
  readonly operator: ActingOperator;
  readonly console: ActingConsole;
  readonly at: Date;
  /** Joins the two records of one act. */
  readonly correlationId: string;
}

const CONSOLE_SYSTEM = 'https://medminder.example/console';
const ACT_REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';

/**
 * An R4 AuditEvent about the operator, in the patterns of IHE BALP: the person as requesting agent with IRCP and a
 * purpose of use, the application as second agent, the console as observer. The tag carries `id`, by which the event is
 * known again when the server sends it back.
 */
export function buildActionEvent(input: ActionEventInput): { readonly id: string; readonly raw: Uint8Array } {
  const id = randomUUID();
  const codes = ACTION_CODES[input.entry.kind];
  const event = {
    resourceType: 'AuditEvent',
    id,
    meta: { tag: [{ system: CONSOLE_EVENT_TAG, code: id }] },
    type: codes.type,
    subtype: [codes.subtype],
    action: input.entry.action,
    recorded: input.at.toISOString(),
    ...outcomeOf(input),
    agent: [operatorAgent(input.operator), consoleAgent(input.console)],
    source: {
      observer: { identifier: consoleIdentifier(input.console), display: 'MedMinder Console' },
      type: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/security-source-type',
          code: '1',
          display: 'User Device',
        },
      ],
    },
    entity: [entityOf(input, codes.object)],
  };
  return { id, raw: Buffer.from(JSON.stringify(event), 'utf8') };
}

/** Before an act there is no outcome: the element is left out, which R4 allows, rather than claiming a success. */
function outcomeOf({ outcome }: ActionEventInput): object {
  if (outcome === null) return { outcomeDesc: 'About to begin' };
  if (outcome.ok) return { outcome: '0' };
  return { outcome: outcome.code.startsWith('auth/') ? '8' : '4', outcomeDesc: outcome.code };
}

function operatorAgent({ username, displayName, issuer }: ActingOperator): object {
  return {
    type: {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',
          code: 'IRCP',
          display: 'information recipient',
        },
      ],
    },
    who: { identifier: { system: issuer, value: username }, display: displayName },
    requestor: true,
    purposeOfUse: [{ coding: [{ system: ACT_REASON, code: 'HOPERAT', display: 'healthcare operations' }] }],
  };
}

function consoleAgent(console: ActingConsole): object {
  return {
    type: {
      coding: [
        { system: 'http://dicom.nema.org/resources/ontology/DCM', code: '110150', display: 'Application' },
      ],
    },
    who: { identifier: consoleIdentifier(console), display: `MedMinder Console ${console.version}` },
    requestor: false,
  };
}

function consoleIdentifier({ installationId }: ActingConsole): object {
  return { system: CONSOLE_SYSTEM, value: installationId };
}

/** R4 sev-1: an entity has a name or a query, never both. */
function entityOf({ entry, phase, correlationId }: ActionEventInput, object: string): object {
  const isQuery = entry.kind === 'audit-log-search' && entry.about !== undefined;
  const role = isQuery ? { code: '24', display: 'Query' } : { code: '13', display: 'Security Resource' };
  return {
    type: {
      system: 'http://terminology.hl7.org/CodeSystem/audit-entity-type',
      code: '2',
      display: 'System Object',
    },
    role: { system: 'http://terminology.hl7.org/CodeSystem/object-role', ...role },
    ...(isQuery
      ? { query: Buffer.from(entry.about ?? '', 'utf8').toString('base64') }
      : { name: entry.about === undefined ? object : `${object}: ${entry.about}` }),
    ...(isQuery || entry.about === undefined ? {} : { description: entry.about }),
    detail: [
      { type: 'correlation', valueString: correlationId },
      { type: 'phase', valueString: phase },
    ],
  };
}
