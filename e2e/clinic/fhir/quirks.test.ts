import { describe, expect, it } from 'vitest';
import { bundleOf, idsOf, linkOf, testEvent, TEST_NOW_MS, testServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';
import type { FhirQuirks } from './quirks.ts';

const events = Array.from({ length: 9 }, (_, i) =>
  testEvent({ id: `e${String(i)}`, recorded: `2026-11-0${String(i + 1)}T08:00:00Z` }),
);
const serve = (quirks: Partial<FhirQuirks>): TestServer => testServer({ events, patients: [] }, quirks);

describe('a poor or hostile server', () => {
  it('without _lastUpdated leaves it out, or refuses when strict, and says so', async () => {
    const server = serve({ noLastUpdatedSearch: true });
    expect(idsOf(await server.get('/AuditEvent?_lastUpdated=ge2026-11-05'))).toHaveLength(9);
    expect(linkOf(await server.get('/AuditEvent?_lastUpdated=ge2026-11-05'), 'self')).not.toContain(
      '_lastUpdated',
    );
    const strict = await server.get('/AuditEvent?_sort=_lastUpdated', 'compliance', {
      prefer: 'handling=strict',
    });
    expect(strict.status).toBe(400);
    expect((await server.get('/metadata')).text).not.toContain('"_lastUpdated"');
  });

  it('without versions or times of arrival writes none', async () => {
    const server = serve({ noVersionId: true, noMetaLastUpdated: true });
    const answer = await server.get('/AuditEvent/e1');
    expect(answer.text).not.toMatch(/versionId|lastUpdated|"meta"/u);
    expect(answer.headers['etag']).toBeUndefined();
    expect(
      bundleOf(await server.get('/AuditEvent')).entry?.every((entry) => entry.resource?.meta === undefined),
    ).toBe(true);
  });

  it('loops', async () => {
    const server = serve({ nextLink: 'loop', honestPages: 1 });
    const second = linkOf(await server.get('/AuditEvent?_count=2'), 'next')!;
    const answer = await server.get(second);
    expect(linkOf(answer, 'next')).toBe(second);
    expect(idsOf(await server.get(linkOf(answer, 'next')!))).toEqual(idsOf(answer));
  });

  it('points elsewhere', async () => {
    const next = linkOf(await serve({ nextLink: 'foreign-origin' }).get('/AuditEvent?_count=2'), 'next')!;
    expect(new URL(next).host).toBe('audit.example.net');
  });

  it.each([
    ['html', 200, 'text/html', /^<!doctype/u],
    ['server-error', 500, 'application/fhir+json', /OperationOutcome/u],
    ['truncated', 200, 'application/fhir+json', /^\{"resourceType":"Bundle".*[^}]$/su],
    ['wrong-content-type', 200, 'text/plain', /^\{"resourceType":"Bundle".*\}$/su],
  ] as const)('answers %s after its honest pages', async (answer, status, type, body) => {
    const server = serve({ answer, honestPages: 1 });
    const first = await server.get('/AuditEvent?_count=4');
    expect(idsOf(first)).toHaveLength(4);
    const second = await server.get(linkOf(first, 'next')!);
    expect(second.status).toBe(status);
    expect(second.headers['content-type']).toContain(type);
    expect(second.text).toMatch(body);
  });

  it('lies about its total and mixes in strangers', async () => {
    const server = serve({ totalLieBy: -5, strangeEntries: true });
    const bundle = bundleOf(await server.get('/AuditEvent'));
    expect(bundle.total).toBe(4);
    expect(bundle.entry?.map((entry) => entry.search?.mode).sort()).toEqual(
      [...Array.from({ length: 9 }, () => 'match'), 'outcome', 'include'].sort(),
    );
  });

  it('lets events appear in its past', async () => {
    const server = serve({ lateCommitMs: 5000 });
    const write = (lastUpdatedUs: number) => ({
      ...testEvent({ id: 'late', recorded: '2026-11-20T14:59:00Z' }),
      lastUpdatedUs,
    });
    expect(server.fhir.append(write).lastUpdatedUs).toBe((TEST_NOW_MS - 5000) * 1000);
    expect(idsOf(await server.get('/AuditEvent?_sort=-_lastUpdated&_count=1'))).toEqual(['late']);
  });

  it('is switched at run time', async () => {
    const server = serve({});
    server.fhir.setQuirks({ answer: 'html' });
    expect((await server.get('/AuditEvent')).text).toMatch(/^<!doctype/u);
    server.fhir.setQuirks({ answer: 'honest' });
    expect(server.fhir.quirks().answer).toBe('honest');
    expect(idsOf(await server.get('/AuditEvent'))).toHaveLength(9);
  });
});
