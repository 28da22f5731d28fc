import { describe, expect, it } from 'vitest';
import { projectEvent, UNREADABLE } from './project.ts';
import { bytesOf } from './testing/any-event.ts';

const base = {
  resourceType: 'AuditEvent',
  type: { system: 'http://dicom.nema.org/resources/ontology/DCM', code: '110114' },
  recorded: '2026-03-01T10:00:00Z',
};
const project = (more: object, baseUrl?: string) =>
  projectEvent(bytesOf({ ...base, ...more }), baseUrl === undefined ? {} : { baseUrl });

describe('projectEvent', () => {
  it('has words for codes without a display, and takes the display where there is one', () => {
    expect(project({}).type).toBe('User authentication');
    expect(project({ type: { ...base.type, display: 'Sign-in' } }).type).toBe('Sign-in');
    expect(project({ type: { code: 'x1' } }).type).toBe('x1');
  });

  it('takes the subtype that says what before the one that says how', () => {
    const read = { system: 'http://hl7.org/fhir/restful-interaction', code: 'read' };
    const disclose = {
      system: 'http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle',
      code: 'disclose',
    };
    expect(project({ subtype: [read] }).subtype).toBe('Read');
    expect(project({ subtype: [read, disclose] }).subtype).toBe('Record disclosed');
  });

  it('puts the requestor first and knows an agent by identifier, reference, other id or name', () => {
    const { agents } = project({
      agent: [
        { name: 'Backup job' },
        { altId: 'svc-7', requestor: false },
        { requestor: true, who: { display: 'Amira', identifier: { system: 'urn:pool', value: 'amira' } } },
        { who: { reference: 'Device/3/_history/2' } },
      ],
    });
    expect(agents).toEqual([
      { key: 'urn:pool|amira', label: 'Amira' },
      { key: 'backup job', label: 'Backup job' },
      { key: 'svc-7', label: 'svc-7' },
      { key: 'Device/3', label: 'Device/3' },
    ]);
  });

  it.each([
    ['a reference', { entity: [{ what: { reference: 'Patient/1' } }] }, 'Patient/1'],
    ['a version', { entity: [{ what: { reference: 'Patient/1/_history/3' } }] }, 'Patient/1'],
    [
      'the same server',
      { entity: [{ what: { reference: 'https://a.example/fhir/Patient/1' } }] },
      'Patient/1',
    ],
    [
      'another server',
      { entity: [{ what: { reference: 'https://b.example/fhir/Patient/1' } }] },
      'https://b.example/fhir/Patient/1',
    ],
    ['a uuid', { entity: [{ what: { reference: 'urn:uuid:AB', type: 'Patient' } }] }, 'urn:uuid:ab'],
    [
      'a role',
      { entity: [{ role: { code: '1' }, what: { identifier: { system: 's', value: 'v' } } }] },
      's|v',
    ],
    [
      'a person with a record number',
      {
        entity: [
          {
            type: { system: 'http://terminology.hl7.org/CodeSystem/audit-entity-type', code: '1' },
            what: { identifier: { value: 'v', type: { coding: [{ code: 'MR' }] } } },
          },
        ],
      },
      '|v',
    ],
    ['an agent', { agent: [{ who: { reference: 'Patient/1' } }] }, 'Patient/1'],
    [
      'a contained record',
      {
        contained: [{ resourceType: 'Patient', id: 'p', identifier: [{ system: 's', value: 'v' }] }],
        entity: [{ what: { reference: '#p' } }],
      },
      's|v',
    ],
  ])('knows a patient by %s', (_, event, key) => {
    expect(project(event, 'https://a.example/fhir/').patients.map((patient) => patient.key)).toEqual([key]);
  });

  it('joins two spellings of one patient and keeps the name', () => {
    const { patients } = project({
      entity: [
        { what: { reference: 'Patient/1' } },
        { what: { reference: 'Patient/1', display: 'Jonas Öberg' } },
      ],
    });
    expect(patients).toEqual([{ key: 'Patient/1', label: 'Jonas Öberg' }]);
  });

  it('takes no practitioner for a patient', () => {
    const what = { reference: 'Practitioner/1' };
    expect(project({ entity: [{ what, role: { code: '1' } }] }).patients).toEqual([]);
  });

  it('finds the words of a query in the search text, escapes read', () => {
    const query = Buffer.from('Patient?family=%C3%96berg').toString('base64');
    const projection = project({ entity: [{ query }] });
    expect(projection.searchText).toContain('family=Öberg');
    expect(projection.entity).toBe('Query Patient?family=Öberg');
  });

  it('names places: the site, then addresses and locations', () => {
    const { places } = project({
      source: { site: 'North', observer: {} },
      agent: [{ network: { address: '10.0.0.1' }, location: { reference: 'Location/4', display: 'Ward 4' } }],
    });
    expect(places.map(({ label }) => label)).toEqual(['North', '10.0.0.1', 'Ward 4']);
  });

  it.each([
    ['AuditEvent.recorded', { recorded: '2026-02-30T00:00:00Z' }],
    ['AuditEvent.recorded', { recorded: '2026-02-20' }],
    ['AuditEvent.recorded', { recorded: 5 }],
    ['AuditEvent.action', { action: 'X' }],
    ['AuditEvent.outcome', { outcome: 0 }],
    ['AuditEvent.severity', { severity: 'high' }],
    ['AuditEvent.agent[1].who', { agent: [{ name: 'a' }, { name: 'a', who: 'me' }] }],
    ['AuditEvent.agent', { agent: { name: 'a' } }],
    ['AuditEvent.entity[0].query', { entity: [{ query: 'not base64!' }] }],
    ['AuditEvent.subtype[0].codes', { subtype: [{ codes: 1, code: 'a' }] }],
  ])('reports %s where it cannot be mapped', (path, event) => {
    expect(project(event).unmapped).toEqual([path]);
  });

  it('counts what is no AuditEvent as an unreadable record', () => {
    for (const text of ['', 'null', '{"resourceType":"Bundle"}', '\u0000', '{"resourceType":"AuditEvent"']) {
      expect(projectEvent(Buffer.from(text))).toMatchObject({
        type: UNREADABLE,
        unmapped: [''],
        recordedMs: null,
      });
    }
  });

  it('reads a byte-order mark, and a prototype key as any other unknown one', () => {
    const raw = Buffer.from(
      '\uFEFF{"resourceType":"AuditEvent","__proto__":{"recorded":"2026-03-01T10:00:00Z"}}',
    );
    expect(projectEvent(raw)).toMatchObject({ recordedMs: null, unmapped: ['AuditEvent.__proto__'] });
  });
});
