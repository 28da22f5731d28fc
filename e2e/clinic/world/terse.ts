import { Buffer } from 'node:buffer';
import type { AuditEvent, AuditEventAgent, AuditEventEntity, CodeableConcept } from 'fhir/r4.js';
import { displayNameOf, userReference } from './agents.ts';
import { coding, concept, IDS, SYSTEMS } from './codes.ts';
import type { PurposeCode } from './codes.ts';
import type { Deed, EventDraft } from './draft.ts';

const PERSON = coding(SYSTEMS.entityType, '1');
const PATIENT = coding(SYSTEMS.objectRole, '1');
const QUERY = coding(SYSTEMS.objectRole, '24');

const PURPOSE_CODE: Readonly<Record<PurposeCode, CodeableConcept>> = {
  TREAT: concept(SYSTEMS.actReason, 'TREAT'),
  HPAYMT: concept(SYSTEMS.actReason, 'HPAYMT'),
  HOPERAT: concept(SYSTEMS.actReason, 'HOPERAT'),
  BTG: concept(SYSTEMS.actReason, 'BTG'),
  ETREAT: concept(SYSTEMS.actReason, 'ETREAT'),
  PATRQT: concept(SYSTEMS.actReason, 'PATRQT'),
  FAMRQT: concept(SYSTEMS.actReason, 'FAMRQT'),
};

/** Seven of eight record events come from systems that claim no profile and write no more than R4 demands. */
export function isTerse(draft: EventDraft): boolean {
  return (
    (draft.deed.kind === 'record' || draft.deed.kind === 'query') &&
    draft.outcome !== '12' &&
    (draft.salt >>> 16) % 8 !== 0
  );
}

function terseUser(draft: EventDraft): AuditEventAgent {
  const name = displayNameOf(draft.actor);
  const byName = draft.salt % 5 === 0 && name !== undefined;
  const reference = userReference(draft.actor);
  return {
    who: byName ? { ...reference, display: undefined } : reference,
    ...(draft.actor.kind === 'staff' && draft.salt % 3 === 0 ? { altId: draft.actor.staff.badge } : {}),
    ...(byName ? { name } : {}),
    requestor: true,
    network: { address: draft.address, type: '2' },
    ...(draft.purpose === undefined ? {} : { purposeOfUse: [PURPOSE_CODE[draft.purpose]] }),
  };
}

function tersePatient(draft: EventDraft): readonly AuditEventEntity[] {
  const { patient } = draft;
  if (patient === undefined) return [];
  const what = draft.salt % 7 === 0 ? { identifier: { system: IDS.mrn, value: patient.mrn } } : {};
  return [
    {
      what: { reference: `Patient/${patient.id}`, ...what, display: patient.displayName },
      type: PERSON,
      role: PATIENT,
    },
  ];
}

/** What the deed was done to: the record, or the query in base64. */
function terseObject(draft: EventDraft, deed: Extract<Deed, { kind: 'record' | 'query' }>): AuditEventEntity {
  if (deed.kind === 'query')
    return { role: QUERY, query: Buffer.from(`${IDS.server}/${deed.query}`, 'utf8').toString('base64') };
  const medicine = deed.resource.startsWith('Medication')
    ? draft.patient?.medicines[draft.salt % draft.patient.medicines.length]
    : undefined;
  return {
    what: { reference: `${deed.resource}/${deed.resourceId}` },
    ...(medicine === undefined || draft.salt % 2 === 0 ? {} : { name: `${medicine.name} ${medicine.dose}` }),
  };
}

/** Agents, source and entities of a terse event; type, subtype, action, time and outcome are the same in every dialect. */
export function tersePart(
  draft: EventDraft,
  deed: Extract<Deed, { kind: 'record' | 'query' }>,
  site: string,
): Pick<AuditEvent, 'agent' | 'source' | 'entity'> {
  return {
    agent: [terseUser(draft)],
    source: { site, observer: { display: draft.device.label } },
    entity: [...tersePatient(draft), terseObject(draft, deed)],
  };
}
