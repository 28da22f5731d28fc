import { describe, expect, it } from 'vitest';
import { idsOf, testServer } from './test-server.ts';

const FHIR = 'application/fhir+json';
const own = (tag: string): Record<string, unknown> => ({
  resourceType: 'AuditEvent',
  id: 'mine',
  meta: { versionId: '7', lastUpdated: '2001-01-01T00:00:00Z', tag: [{ system: 'urn:console', code: tag }] },
  type: { system: 'http://dicom.nema.org/resources/ontology/DCM', code: '110114' },
  recorded: '2026-11-20T14:59:58Z',
  agent: [{ requestor: true, name: 'Ruth Ôkonkwo' }],
  source: { observer: { display: 'console' } },
});

describe('create', () => {
  it('stores the event under an id and time of its own, and keeps the bytes', async () => {
    const server = testServer({ events: [], patients: [] });
    const body = Buffer.from(` ${JSON.stringify(own('a'), undefined, 1)}\n`);
    const answer = await server.post('/AuditEvent', FHIR, body);
    expect(answer.status).toBe(201);
    const stored = JSON.parse(answer.text) as { id: string; meta: Record<string, unknown> };
    expect(stored.id).not.toBe('mine');
    expect(stored.meta).toMatchObject({
      versionId: '1',
      lastUpdated: '2026-11-20T15:00:00.000000Z',
      tag: [{ code: 'a' }],
    });
    expect(answer.headers['location']).toContain(`/fhir/AuditEvent/${stored.id}/_history/1`);
    expect(answer.headers['etag']).toBe('W/"1"');
    expect(server.fhir.postedBody(stored.id)?.equals(body)).toBe(true);
    expect((await server.get(`/AuditEvent/${stored.id}`)).text).toBe(answer.text);
    expect(idsOf(await server.get('/AuditEvent?agent-name=ruth&type=110114'))).toEqual([stored.id]);
  });

  it('is done once under If-None-Exist, and per poster', async () => {
    const server = testServer({ events: [], patients: [] });
    const send = async (tag: string, token = 'support'): Promise<number> =>
      (
        await server.post('/AuditEvent', FHIR, JSON.stringify(own(tag)), token, {
          'if-none-exist': `_tag=urn:console|${tag}`,
        })
      ).status;
    expect([await send('a'), await send('a'), await send('b'), await send('a', 'compliance')]).toEqual([
      201, 200, 201, 201,
    ]);
    expect(server.fhir.size()).toBe(3);
  });

  it('refuses a condition that several fulfil, or that asks nothing', async () => {
    const server = testServer({ events: [], patients: [] });
    await server.post('/AuditEvent', FHIR, JSON.stringify(own('a')));
    await server.post('/AuditEvent', FHIR, JSON.stringify(own('b')));
    const under = async (condition: string): Promise<number> =>
      (
        await server.post('/AuditEvent', FHIR, JSON.stringify(own('c')), 'compliance', {
          'if-none-exist': condition,
        })
      ).status;
    expect(await under('type=110114')).toBe(412);
    expect(await under('_count=1')).toBe(400);
    expect(await under('nonsense=1')).toBe(400);
  });

  it('gives later arrivals later instants even if the clock stands still', async () => {
    const server = testServer({ events: [], patients: [] });
    const texts = [];
    for (const tag of ['a', 'b', 'c'])
      texts.push((await server.post('/AuditEvent', FHIR, JSON.stringify(own(tag)))).text);
    const times = texts.map(
      (text) => (JSON.parse(text) as { meta: { lastUpdated: string } }).meta.lastUpdated,
    );
    expect(times).toEqual([...new Set(times)].sort());
  });

  it.each([
    ['{', FHIR, 400],
    ['[]', FHIR, 422],
    [Buffer.from([0x22, 0xff, 0x22]), FHIR, 400],
    [JSON.stringify({ resourceType: 'Patient' }), FHIR, 422],
    [JSON.stringify({ ...own('a'), agent: [] }), FHIR, 422],
    [JSON.stringify({ ...own('a'), agent: [{}] }), FHIR, 422],
    [JSON.stringify({ ...own('a'), recorded: undefined }), FHIR, 422],
    [JSON.stringify(own('a')), 'text/plain', 415],
    [JSON.stringify({ ...own('a'), outcomeDesc: 'x'.repeat(1_100_000) }), FHIR, 413],
  ])('refuses what is no AuditEvent (%#)', async (body, type, status) => {
    const server = testServer({ events: [], patients: [] });
    const answer = await server.post('/AuditEvent', type, body);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({ resourceType: 'OperationOutcome' });
    expect(server.fhir.size()).toBe(0);
  });
});
