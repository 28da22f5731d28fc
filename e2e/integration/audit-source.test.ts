import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createClock } from '../clinic/clock.ts';
import fastify from 'fastify';
import { registerFhir } from '../clinic/fhir/plugin.ts';
import type { FhirQuirks } from '../clinic/fhir/quirks.ts';
import { claimsOf, testEvent } from '../clinic/fhir/test-server.ts';
import { buildActionEvent } from '../../electron/engine/actions/build-action-event.ts';
import { OutboxPoster } from '../../electron/engine/audit/outbox/outbox-poster.ts';
import { FhirAuditSource } from '../../electron/engine/audit/source/fhir-audit-source.ts';
import { MemorySink } from '../../electron/engine/audit/source/testing/memory-sink.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const tokens = {
  getAccessToken: async () => Promise.resolve('compliance'),
  refresh: async () => Promise.resolve(),
};
const HOUR_MS = 3_600_000;

async function follow(quirks: Partial<FhirQuirks>) {
  const nowMs = Date.now();
  const events = Array.from({ length: 240 }, (_, index) =>
    testEvent(
      { id: `e${index}`, recorded: new Date(nowMs - index * 2 * HOUR_MS).toISOString() },
      'harbor-light',
    ),
  );
  const app = fastify();
  const clock = createClock();
  const world = { seed: 'test', anchorMs: nowMs, events: events.toReversed(), patients: [] };
  registerFhir(app, {
    verifyAccessToken: async (token) => Promise.resolve(claimsOf(token)),
    clock,
    world: { ...world, clinics: [], staff: [], medicines: [], relatives: [], attacks: [] } as never,
    quirks,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const baseUrl = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/fhir`;
  const sink = new MemorySink();
  const source = new FhirAuditSource({ baseUrl, tokens, sink, pollMs: 20, pageSize: 50 });
  ends.push(
    async () => source.dispose(),
    async () => app.close(),
  );
  source.start();
  return { baseUrl, sink, source, events };
}

it.each<[string, Partial<FhirQuirks>]>([
  ['an honest server', {}],
  ['a server without _lastUpdated', { noLastUpdatedSearch: true }],
  ['a server without versions', { noVersionId: true }],
  ['a server without meta.lastUpdated', { noMetaLastUpdated: true }],
  ['a server with strange entries and totals', { strangeEntries: true, totalLieBy: 1_000 }],
])('reads all of the demo clinic from %s', async (_, quirks) => {
  const { sink, source, events } = await follow(quirks);
  await expect.poll(() => source.status().state, { timeout: 10_000 }).toBe('live');
  expect(source.status().error).toBeNull();
  expect(new Set(sink.order)).toEqual(new Set(events.map(({ id }) => id)));
  expect(sink.order.length).toBe(events.length);
});

it('knows the console’s own event again when the server sends it back', async () => {
  const { baseUrl, sink, source } = await follow({});
  const { id, raw } = buildActionEvent({
    entry: { kind: 'audit-log-search', action: 'E', about: '{}' },
    phase: 'after',
    outcome: { ok: true },
    operator: { username: 'amira', displayName: 'Amira Haddad', issuer: 'https://pool.example' },
    console: { version: '0.1.0', installationId: 'i' },
    at: new Date(),
    correlationId: 'c',
  });
  const sent: { resourceId: string | null }[] = [];
  const poster = new OutboxPoster({
    baseUrl,
    tokens,
    port: {
      waiting: async () => Promise.resolve(sent.length === 0 ? [{ seq: 1, resourceId: id, raw }] : []),
      markSent: async (one) => {
        sent.push(one);
        await Promise.resolve();
      },
      markRefused: async () => Promise.resolve(),
      offerAgain: async () => Promise.resolve(),
    },
  });
  ends.unshift(async () => poster.dispose());
  poster.start();
  await expect.poll(() => sent.length, { timeout: 5_000 }).toBe(1);
  await expect
    .poll(() => [...sink.events.values()].find((event) => event.alias === id)?.resourceId, { timeout: 5_000 })
    .toBe(sent[0]!.resourceId);
  expect(source.status().error).toBeNull();
});
