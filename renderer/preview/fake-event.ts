import type { AuditEventView, AuditRow } from '../../shared/domain/audit.ts';

/** What the engine would say of a row, as one resource of the demo. */
export function fakeRaw(row: AuditRow): string {
  return JSON.stringify({
    resourceType: 'AuditEvent',
    id: `ae-${row.seq}`,
    meta: { versionId: '1', lastUpdated: row.recordedAt },
    type: {
      system: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
      code: 'rest',
      display: row.type,
    },
    subtype: [{ system: 'http://hl7.org/fhir/restful-interaction', code: row.subtype ?? 'read' }],
    action: row.action,
    recorded: row.recordedAt,
    outcome: row.outcome,
    agent: [
      {
        who: { reference: `Practitioner/${row.agent?.id ?? 0}`, display: row.agent?.label },
        requestor: true,
        network: { address: '10.20.4.17', type: '2' },
      },
    ],
    source: { site: row.place?.label, observer: { display: 'MedMinder API' } },
    entity: [{ what: { reference: `Patient/${row.patient?.id ?? 0}`, display: row.patient?.label } }],
    extension: Array.from({ length: 30 }, (_, index) => ({
      url: `urn:example:extension:${index}`,
      valueInteger: index,
    })),
  });
}

export function fakeEvent(row: AuditRow): AuditEventView {
  const who = row.agent?.label ?? 'Somebody';
  const whom = row.patient === null ? '' : ` on ${row.patient.label}`;
  return {
    row,
    explained: {
      sentence: `${who} did “${row.subtype ?? row.type}”${whom} from ${row.place?.label ?? 'an unknown place'}${row.purposes.includes('BTG') ? ', breaking the glass' : ''}.`,
      groups: [
        {
          title: 'What happened',
          items: [
            { label: 'Type', value: `${row.type} (rest)`, path: 'AuditEvent.type' },
            { label: 'Subtype', value: row.subtype ?? '–', path: 'AuditEvent.subtype[0]' },
            { label: 'Recorded', value: row.recordedAt, path: 'AuditEvent.recorded' },
          ],
        },
        {
          title: 'Who',
          items: [
            { label: 'Requestor', value: who, path: 'AuditEvent.agent[0].who.display' },
            { label: 'Role', value: 'Author', path: 'AuditEvent.agent[0].type' },
            { label: 'Network address', value: '10.20.4.17', path: 'AuditEvent.agent[0].network.address' },
            {
              label: 'Policy',
              value: 'https://medminder.example/policies/access-to-medication-plans/version-2026-03',
              path: 'AuditEvent.agent[0].policy[0]',
            },
          ],
        },
        {
          title: 'On what',
          items: [
            { label: 'Patient', value: row.patient?.label ?? '–', path: 'AuditEvent.entity[0].what.display' },
            { label: 'Entity', value: row.entity ?? '–', path: 'AuditEvent.entity[1].name' },
          ],
        },
      ],
      unmapped:
        row.unmapped > 0
          ? ['AuditEvent.extension[0]', 'AuditEvent.entity[1].detail[2].valueBase64Binary']
          : [],
    },
    receivedAt: new Date(Date.parse(row.recordedAt) + 900).toISOString(),
    resourceId: `ae-${row.seq}`,
    versionId: '1',
    leafHash: row.seq.toString(16).padStart(8, '0').repeat(8),
    sealed: row.seq % 2 === 0,
  };
}
