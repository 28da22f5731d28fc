import type { AuditEvent, Coding } from 'fhir/r4.js';
import { SOURCE_TYPE } from './codes.ts';
import type { EventDraft } from './draft.ts';

/** An AuditEvent's content, without what the server adds (`id`, `meta.versionId`, `meta.lastUpdated`). */
export interface EventContent {
  readonly profile: string | undefined;
  readonly body: Omit<AuditEvent, 'resourceType' | 'id' | 'meta'>;
}

/** FHIR instants of several precisions and offsets: all are legal, and a reader must take them all. */
export function recordedText(atMs: number, salt: number, utcOffsetMinutes: number): string {
  if (salt % 17 === 0) return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
  if (salt % 23 === 0) {
    const local = new Date(atMs + utcOffsetMinutes * 60_000).toISOString().slice(0, 23);
    const hours = String(Math.abs(utcOffsetMinutes) / 60).padStart(2, '0');
    return `${local}${utcOffsetMinutes < 0 ? '-' : '+'}${hours}:00`;
  }
  return new Date(atMs).toISOString();
}

/** The site where it happened: the patient's, else the clinic's first. */
export function siteCode(draft: EventDraft): string {
  const ward = draft.clinic.wards.find((candidate) => candidate.id === draft.patient?.wardId);
  return ward?.siteId ?? draft.clinic.sites[0]?.code ?? draft.clinic.id;
}

/** What every event has: type, action, time, outcome. */
export function frame(
  draft: EventDraft,
  type: Coding,
  subtype: readonly Coding[],
  action: AuditEvent['action'],
): Pick<AuditEvent, 'type' | 'subtype' | 'action' | 'recorded' | 'outcome' | 'outcomeDesc' | 'period'> {
  return {
    type,
    ...(subtype.length === 0 ? {} : { subtype: [...subtype] }),
    ...(action === undefined ? {} : { action }),
    ...(draft.salt % 29 === 0 || draft.deed.kind === 'export'
      ? {
          period: {
            start: new Date(draft.atMs - 400 - (draft.salt % 9000)).toISOString(),
            end: new Date(draft.atMs).toISOString(),
          },
        }
      : {}),
    recorded: recordedText(draft.atMs, draft.salt, draft.clinic.utcOffsetMinutes),
    // A few writers leave the outcome out, which R4 allows.
    ...(draft.outcome === '0' && draft.salt % 211 === 0 ? {} : { outcome: draft.outcome }),
    ...(draft.outcomeDesc === undefined ? {} : { outcomeDesc: draft.outcomeDesc }),
  };
}

/** The API as the reporter. */
export function apiSource(draft: EventDraft): AuditEvent['source'] {
  return { site: siteCode(draft), observer: { display: 'MedMinder API' }, type: [SOURCE_TYPE.application] };
}
