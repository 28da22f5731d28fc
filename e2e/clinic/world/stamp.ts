import type { AuditEvent } from 'fhir/r4.js';
import { IDS } from './codes.ts';
import type { EventDraft } from './draft.ts';
import { writeEvent } from './shapes.ts';
import { isTerse } from './terse.ts';
import type { WorldEvent } from './types.ts';

/** `2026-11-22T01:02:03.123456Z`: a FHIR instant with all six digits, as a server on PostgreSQL writes it. */
export function instantOfUs(us: number): string {
  const ms = Math.floor(us / 1000);
  return `${new Date(ms).toISOString().slice(0, 23)}${String(us - ms * 1000).padStart(3, '0')}Z`;
}

/** The writing of one event with what the server adds: identity, version, time of arrival, clinic. */
export function stampEvent(
  draft: EventDraft,
  id: string,
  versionId: string,
  lastUpdatedUs: number,
): WorldEvent {
  const { profile, body } = writeEvent(draft);
  const event: AuditEvent = {
    resourceType: 'AuditEvent',
    id,
    meta: {
      versionId,
      lastUpdated: instantOfUs(lastUpdatedUs),
      ...(profile === undefined ? {} : { profile: [profile] }),
      ...(isTerse(draft) ? {} : { tag: [{ system: IDS.clinicTag, code: draft.clinic.id }] }),
    },
    ...body,
  };
  return {
    id,
    versionId,
    lastUpdatedUs,
    clinicId: draft.clinic.id,
    recorded: body.recorded,
    json: JSON.stringify(event),
  };
}
