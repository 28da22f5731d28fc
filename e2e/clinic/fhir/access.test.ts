import { describe, expect, it } from 'vitest';
import { testEvent, testServer } from './test-server.ts';

const events = [
  testEvent({ id: 'harbor', recorded: '2026-11-01T08:00:00Z' }, 'harbor-light'),
  testEvent({ id: 'mesa', recorded: '2026-11-01T09:00:00Z' }, 'mesa-verde'),
];
const server = testServer({ events, patients: [] });
const POST = JSON.stringify({
  resourceType: 'AuditEvent',
  type: { code: 'rest' },
  recorded: '2026-11-20T15:00:00Z',
  agent: [{ requestor: true }],
  source: { observer: { display: 'console' } },
});

describe('who may do what', () => {
  it.each([
    // token, search status, matches, read harbor, read mesa, create
    ['compliance', 200, 2, 200, 200, 201],
    ['admin@harbor-light', 200, 1, 200, 404, 201],
    ['admin@mesa-verde', 200, 1, 404, 200, 201],
    ['admin', 403, 0, 403, 403, 403],
    ['support', 403, 0, 403, 403, 201],
    ['nurse@harbor-light', 403, 0, 403, 403, 403],
    ['patient', 403, 0, 403, 403, 403],
    ['nobody', 403, 0, 403, 403, 403],
    ['forged', 401, 0, 401, 401, 401],
    [null, 401, 0, 401, 401, 401],
  ] as const)(
    '%s: search %d (%d), read %d and %d, create %d',
    async (token, search, matches, harbor, mesa, create) => {
      const fresh = testServer({ events, patients: [] });
      const answer = await fresh.get('/AuditEvent', token);
      expect(answer.status).toBe(search);
      const kind =
        search === 200 ? { resourceType: 'Bundle', total: matches } : { resourceType: 'OperationOutcome' };
      expect(JSON.parse(answer.text)).toMatchObject(kind);
      expect((await fresh.get('/AuditEvent/harbor', token)).status).toBe(harbor);
      expect((await fresh.get('/AuditEvent/mesa', token)).status).toBe(mesa);
      expect((await fresh.post('/AuditEvent', 'application/fhir+json', POST, token ?? '')).status).toBe(
        create,
      );
    },
  );

  it('tells how to authenticate', async () => {
    expect((await server.get('/AuditEvent', null)).headers['www-authenticate']).toBe(
      'Bearer realm="medminder"',
    );
    expect((await server.get('/AuditEvent', 'forged')).headers['www-authenticate']).toContain(
      'error="invalid_token"',
    );
  });

  it('does not let support staff read through the condition of a create', async () => {
    const answer = await server.post('/AuditEvent', 'application/fhir+json', POST, 'support', {
      'if-none-exist': '_id=harbor',
    });
    expect(answer.status).toBe(201);
    expect(answer.text).not.toContain('"harbor"');
  });
});
