import { describe, expect, it } from 'vitest';
import { bundleOf, idsOf, linkOf, testEvent, testServer } from './test-server.ts';

const DCM = 'http://dicom.nema.org/resources/ontology/DCM';
const USERS = 'https://id.medminder.example/users';
const MRN = 'https://id.medminder.example/mrn';
const ROLE = 'http://terminology.hl7.org/CodeSystem/object-role';

const events = [
  testEvent({
    id: 'login',
    recorded: '2026-11-01T08:00:00.250Z',
    type: { system: DCM, code: '110114' },
    subtype: [{ system: DCM, code: '110122' }],
    action: 'E',
    outcome: '4',
    agent: [
      {
        requestor: true,
        who: { reference: 'Practitioner/n1', identifier: { system: USERS, value: 'jurgen.weiss' } },
        name: 'Jürgen Weiß',
        altId: 'B77',
        network: { address: '192.0.2.10', type: '2' },
      },
    ],
    source: { site: 'harbor-main', observer: { identifier: { value: 'idp' } } },
  }),
  testEvent({
    id: 'read',
    recorded: '2026-11-01T10:15:00Z',
    subtype: [{ system: 'http://hl7.org/fhir/restful-interaction', code: 'read' }],
    action: 'R',
    outcome: '0',
    agent: [
      {
        requestor: true,
        who: { reference: 'Practitioner/n2', identifier: { system: USERS, value: 'ana.lee' } },
        name: 'Ana Lee',
        policy: ['urn:policy:1'],
        network: { address: '10.11.1.2', type: '2' },
        purposeOfUse: [
          { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'BTG' }] },
        ],
      },
    ],
    source: { site: 'harbor-main', observer: { reference: 'Device/d1' } },
    entity: [
      { what: { reference: 'Patient/p1' }, role: { system: ROLE, code: '1' }, name: 'Zoë, the first' },
      { what: { reference: 'CarePlan/c1/_history/3' }, role: { system: ROLE, code: '4' } },
    ],
  }),
  testEvent(
    {
      id: 'export',
      recorded: '2026-11-02T23:59:59.999Z',
      type: { system: DCM, code: '110106' },
      action: 'R',
      outcome: '0',
      agent: [
        {
          requestor: true,
          who: { reference: 'Patient/p2' },
          name: 'analyst',
          network: { address: '192.0.2.101', type: '2' },
        },
      ],
      source: { site: 'mesa-central', observer: { reference: 'Device/d2' } },
      entity: [{ what: { identifier: { system: 'urn:x', value: '7' } } }],
    },
    'mesa-verde',
  ),
  testEvent(
    { id: 'bare', recorded: '2026-11-03T04:00:00+05:00', type: { system: 'urn:other', code: 'rest' } },
    'mesa-verde',
    '1',
    999,
  ),
];
const patients = [{ id: 'p1', mrn: 'HA1' }] as never;
const server = testServer({ events, patients });

const found = async (query: string): Promise<string> =>
  [...idsOf(await server.get(`/AuditEvent?${query}`))].sort().join(' ');

describe('ITI-81 search', () => {
  it.each([
    ['', 'bare export login read'],
    ['type=rest', 'bare read'],
    [`type=http://terminology.hl7.org/CodeSystem/audit-event-type|rest`, 'read'],
    [`type=${DCM}|110114`, 'login'],
    [`type=${DCM}|`, 'export login'],
    [`type=${DCM}|110114,rest`, 'bare login read'],
    ['type:not=rest', 'export login'],
    ['subtype=110122', 'login'],
    ['subtype:missing=true', 'bare export'],
    ['subtype:missing=false', 'login read'],
    ['action=R', 'export read'],
    ['action=R&outcome=0&site=harbor-main', 'read'],
    ['action=R,E', 'export login read'],
    ['outcome=4', 'login'],
    ['outcome=http://hl7.org/fhir/audit-event-outcome|4', 'login'],
    ['outcome:not=0', 'bare login'],
    ['address=192.0.2.10', 'export login'],
    ['address:exact=192.0.2.10', 'login'],
    ['address:contains=11.1', 'read'],
    ['agent-name=ana', 'export read'],
    ['agent-name=jurgen', 'login'],
    ['agent-name:exact=jurgen', ''],
    ['agent-name:contains=LEE', 'read'],
    [`agent.identifier=${USERS}|ana.lee`, 'read'],
    ['agent.identifier=ana.lee', 'read'],
    ['agent=Practitioner/n2', 'read'],
    ['agent=n2', 'read'],
    ['agent:Practitioner=n2', 'read'],
    ['agent=https://elsewhere.example/fhir/Practitioner/n2', 'read'],
    ['altid=B77', 'login'],
    ['policy=urn:policy:1', 'read'],
    ['purpose=BTG', 'read'],
    ['site=mesa-central', 'export'],
    ['source=Device/d1', 'read'],
    ['source.identifier=idp', 'login'],
    ['entity=CarePlan/c1', 'read'],
    ['entity.identifier=urn:x|7', 'export'],
    ['entity-role=1', 'read'],
    ['entity-role=1&entity-role=4', 'read'],
    ['entity-role=1&entity-role=24', ''],
    ['entity-name=zoe\\,', 'read'],
    ['patient=Patient/p1', 'read'],
    ['patient=p1,p2', 'export read'],
    [`patient.identifier=${MRN}|HA1`, 'read'],
    ['_id=read,bare,nothing', 'bare read'],
    ['date=2026-11-01', 'login read'],
    ['date=2026-11-02', 'bare export'],
    ['date=ge2026-11-02&date=lt2026-11-02T23:30:00Z', 'bare'],
    ['date=gt2026-11-01T10:15:00Z', 'bare export'],
    ['date=ge2026-11-01T10:15:00Z', 'bare export read'],
    ['date=eb2026-11-01T10:15:00Z', 'login'],
    ['date=sa2026-11-01', 'bare export'],
    ['date=ne2026-11-01', 'bare export'],
    ['date=2026-11-01T08:00:00.250Z,2026-11-02T23:59', 'export login'],
    ['_lastUpdated=ge2026-11-02T23:00:00.000999Z', 'bare export'],
    ['_lastUpdated=gt2026-11-02T23:00:00.000999Z', 'export'],
    // A millisecond covers all its microseconds: what arrived within it is not after it.
    ['_lastUpdated=gt2026-11-02T23:00:00.000Z', 'export'],
    ['nonsense=1', 'bare export login read'],
    ['type:above=rest', 'bare export login read'],
  ])('%s finds %s', async (query, ids) => {
    expect(await found(query)).toBe(ids);
  });

  it.each([
    ['_sort=date', 'login read bare export'],
    ['_sort=-date', 'export bare read login'],
    ['_sort=_lastUpdated', 'login read bare export'],
    ['_sort=-_lastUpdated', 'export bare read login'],
  ])('%s sorts', async (query, ids) => {
    expect(idsOf(await server.get(`/AuditEvent?${query}`)).join(' ')).toBe(ids);
  });

  it('answers a searchset with total, links and the stored bytes', async () => {
    const answer = await server.get('/AuditEvent?_count=1&nonsense=1&_sort=date');
    const bundle = bundleOf(answer);
    expect(answer.headers['content-type']).toMatch(/^application\/fhir\+json/u);
    expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'searchset', total: 4 });
    expect(bundle.entry).toHaveLength(1);
    expect(bundle.entry?.[0]).toMatchObject({ search: { mode: 'match' } });
    expect(bundle.entry?.[0]?.fullUrl).toMatch(/^http:\/\/.+\/fhir\/AuditEvent\/login$/u);
    expect(linkOf(answer, 'self')).not.toContain('nonsense');
    expect(linkOf(answer, 'self')).toContain('_sort=date');
    expect(answer.text).toContain(`"resource":${events[0]!.json},`);
  });

  it('counts without entries, and leaves the total out when asked', async () => {
    for (const query of ['_summary=count', '_count=0']) {
      const bundle = bundleOf(await server.get(`/AuditEvent?type=rest&${query}`));
      expect(bundle.total).toBe(2);
      expect(bundle.entry).toBeUndefined();
    }
    expect(bundleOf(await server.get('/AuditEvent?_total=none')).total).toBeUndefined();
  });

  it('takes a search as a form too', async () => {
    const answer = await server.post(
      '/AuditEvent/_search?action=R',
      'application/x-www-form-urlencoded',
      'patient=Patient%2Fp1',
    );
    expect(idsOf(answer)).toEqual(['read']);
  });

  it.each([
    ['date=yesterday', {}, 400],
    ['date=ap2026', {}, 400],
    ['_lastUpdated=gt', {}, 400],
    ['_count=many', {}, 400],
    ['_count=-1', {}, 400],
    ['type:missing=maybe', {}, 400],
    ['_page=forged.token', {}, 400],
    ['nonsense=1', { prefer: 'handling=strict' }, 400],
    ['type:above=rest', { prefer: 'respond-async, handling=strict' }, 400],
    ['_sort=type', { prefer: 'handling=strict' }, 400],
    ['type=rest', { prefer: 'handling=strict' }, 200],
  ])('%s %j answers %d', async (query, headers, status) => {
    const answer = await server.get(`/AuditEvent?${query}`, 'compliance', headers);
    expect(answer.status).toBe(status);
    const kind =
      status === 200
        ? { resourceType: 'Bundle' }
        : { resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] };
    expect(JSON.parse(answer.text)).toMatchObject(kind);
  });
});

describe('the rest of the interface', () => {
  it('describes itself to anybody', async () => {
    const answer = await server.get('/metadata', null);
    expect(answer.status).toBe(200);
    const statement = JSON.parse(answer.text) as {
      fhirVersion: string;
      rest: { resource: { searchParam: { name: string }[] }[] }[];
    };
    expect(statement.fhirVersion).toBe('4.0.1');
    const names = statement.rest[0]?.resource[0]?.searchParam.map((one) => one.name);
    expect(names).toEqual(expect.arrayContaining(['date', '_lastUpdated', 'patient.identifier', 'altid']));
  });

  it('reads with ETag, and sends nothing again that has not changed', async () => {
    const answer = await server.get('/AuditEvent/read');
    expect(answer.text).toBe(events[1]!.json);
    expect(answer.headers['etag']).toBe('W/"1"');
    expect(answer.headers['last-modified']).toBe('Sun, 01 Nov 2026 10:15:00 GMT');
    const again = await server.get('/AuditEvent/read', 'compliance', { 'if-none-match': 'W/"1"' });
    expect([again.status, again.text]).toEqual([304, '']);
    expect((await server.get('/AuditEvent/nothing')).status).toBe(404);
    expect((await server.get('/AuditEvent/read/_history/1')).text).toBe(events[1]!.json);
    expect((await server.get('/AuditEvent/read/_history/9')).status).toBe(404);
  });

  it.each(['PUT', 'PATCH', 'DELETE'] as const)('refuses %s', async (method) => {
    const answer = await server.app.inject({
      method,
      url: '/fhir/AuditEvent/read',
      headers: { authorization: 'Bearer compliance' },
    });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers['allow']).toBe('GET, HEAD');
    expect(answer.json()).toMatchObject({ resourceType: 'OperationOutcome' });
  });

  it('knows no other resource, and logs no query', async () => {
    const answer = await server.get('/Patient?name=secret');
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.text)).toMatchObject({ resourceType: 'OperationOutcome' });
    expect(server.lines.length).toBeGreaterThan(10);
    expect(server.lines.join('\n')).not.toContain('secret');
  });
});
