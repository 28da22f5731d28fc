import { Buffer } from 'node:buffer';
import type { AuditEventEntity } from 'fhir/r4.js';
import { coding, ENTITY_ROLE, ENTITY_TYPE, IDS, SYSTEMS } from './codes.ts';
import type { EventDraft } from './draft.ts';
import type { Patient } from './types.ts';

const VERY_RESTRICTED = coding(SYSTEMS.confidentiality, 'V', 'very restricted');
const RESTRICTED = coding(SYSTEMS.confidentiality, 'R', 'restricted');
const ACCESS = coding(SYSTEMS.lifecycle, '6', 'Access / Use');

/** The patient whose record it was (BALP's `patient` slice). */
export function patientEntity(patient: Patient, salt: number): AuditEventEntity {
  return {
    what: {
      reference: `Patient/${patient.id}`,
      ...(salt % 3 === 0 ? { identifier: { system: IDS.mrn, value: patient.mrn } } : {}),
      ...(salt % 4 === 0 ? {} : { display: patient.displayName }),
    },
    type: ENTITY_TYPE.person,
    role: ENTITY_ROLE.patient,
    ...(salt % 19 === 0 ? { name: patient.displayName } : {}),
  };
}

/** The record itself; sensitive medicines make it restricted. */
export function recordEntity(
  draft: EventDraft,
  resource: string,
  resourceId: string,
  version: string | undefined,
): AuditEventEntity {
  const medicine = draft.patient?.medicines[draft.salt % (draft.patient.medicines.length || 1)];
  const sensitive =
    medicine !== undefined && /Emtricitabine|Buprenorphine|Lithium|Quetiapine/u.test(medicine.name);
  const named = resource.startsWith('Medication') && medicine !== undefined && draft.salt % 2 === 0;
  return {
    what: { reference: `${resource}/${resourceId}${version === undefined ? '' : `/_history/${version}`}` },
    type: ENTITY_TYPE.system,
    role: ENTITY_ROLE.domain,
    ...(draft.salt % 13 === 0 ? { lifecycle: ACCESS } : {}),
    ...(sensitive ? { securityLabel: draft.salt % 2 === 0 ? [VERY_RESTRICTED] : [RESTRICTED] } : {}),
    ...(named ? { name: `${medicine.name} ${medicine.dose}` } : {}),
  };
}

/** The query as it was sent, base64 (BALP Query). */
export function queryEntity(draft: EventDraft, query: string): AuditEventEntity {
  return {
    type: ENTITY_TYPE.system,
    role: ENTITY_ROLE.query,
    ...(draft.salt % 6 === 0 ? { description: `GET ${IDS.server}/${query}` } : {}),
    query: Buffer.from(`GET ${IDS.server}/${query}`, 'utf8').toString('base64'),
  };
}

/** The request's id, by which logs of several servers meet (BALP's transaction slice). */
export function requestIdEntity(draft: EventDraft): AuditEventEntity {
  const tail = (draft.atMs % 0xffffffff).toString(16).padStart(8, '0');
  return {
    what: { identifier: { value: `${draft.salt.toString(16).padStart(8, '0')}-${tail}` } },
    type: ENTITY_TYPE.requestId,
  };
}
