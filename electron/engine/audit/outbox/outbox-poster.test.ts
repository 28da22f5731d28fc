import { afterEach, describe, expect, it } from 'vitest';
import { sendJson, startFakeServer, type FakeServer, type Handler } from '../source/testing/fake-server.ts';
import { SYSTEM_TIMING } from '../source/ports.ts';
import { OutboxPoster, type OutboxPort, type WaitingEvent } from './outbox-poster.ts';

const open: { poster: OutboxPoster; server: FakeServer }[] = [];
afterEach(async () => {
  for (const { poster, server } of open.splice(0)) {
    await poster.dispose();
    await server.close();
  }
});

function portOf(count: number) {
  const events: WaitingEvent[] = Array.from({ length: count }, (_, index) => ({
    seq: index + 1,
    resourceId: `uuid-${index + 1}`,
    raw: Buffer.from(`{"resourceType":"AuditEvent","id":"uuid-${index + 1}"}`),
  }));
  const sent: Parameters<OutboxPort['markSent']>[0][] = [];
  const refused: Parameters<OutboxPort['markRefused']>[0][] = [];
  const offeredAgain: number[] = [];
  const port: OutboxPort = {
    waiting: async (limit) =>
      Promise.resolve(
        events
          .filter(
            ({ seq }) => !sent.some((one) => one.seq === seq) && !refused.some((one) => one.seq === seq),
          )
          .slice(0, limit),
      ),
    markSent: async (one) => {
      sent.push(one);
      await Promise.resolve();
    },
    markRefused: async (one) => {
      refused.push(one);
      await Promise.resolve();
    },
    offerAgain: async (beforeMs) => {
      offeredAgain.push(beforeMs);
      await Promise.resolve();
    },
  };
  return { port, sent, refused, offeredAgain };
}

async function begin(handler: Handler, port: OutboxPort) {
  const server = await startFakeServer(handler);
  const poster = new OutboxPoster({
    baseUrl: server.baseUrl,
    tokens: { getAccessToken: async () => Promise.resolve('t'), refresh: async () => Promise.resolve() },
    port,
    timing: { ...SYSTEM_TIMING, random: () => 0.01 },
  });
  open.push({ poster, server });
  poster.start();
  return { server, poster };
}

async function until(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { timeout: 5_000, interval: 5 }).toBe(true);
}

const created: Handler = (_, response) => {
  sendJson(response, '', 201, { location: '/fhir/AuditEvent/9/_history/2', etag: 'W/"2"' });
};

describe('OutboxPoster', () => {
  it('posts in order and notes the name that the server gave', async () => {
    const { port, sent } = portOf(3);
    await begin(created, port);
    await until(() => sent.length === 3);
    expect(sent.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(sent[0]).toMatchObject({ resourceId: '9', versionId: '2' });
  });

  it('posts on the condition that the server does not have it yet', async () => {
    const { port, sent } = portOf(1);
    const conditions: unknown[] = [];
    await begin((request, response, url) => {
      conditions.push(request.headers['if-none-exist']);
      created(request, response, url);
    }, port);
    await until(() => sent.length === 1);
    expect(conditions).toEqual([
      `_tag=${encodeURIComponent('https://medminder.example/console-event|uuid-1')}`,
    ]);
  });

  it('posts without a condition where the server knows none', async () => {
    const { port, sent } = portOf(2);
    const { server } = await begin((request, response, url) => {
      if (request.headers['if-none-exist'] === undefined) created(request, response, url);
      else sendJson(response, '', 400);
    }, port);
    await until(() => sent.length === 2);
    expect(server.requests.length).toBe(3);
  });

  it('sets a refused event aside, says so, and goes on with the next', async () => {
    const { port, sent, refused, offeredAgain } = portOf(3);
    let count = 0;
    const { poster } = await begin((request, response, url) => {
      count += 1;
      if (count <= 2) sendJson(response, '', 422);
      else created(request, response, url);
    }, port);
    await until(() => sent.length === 2);
    expect(sent.map(({ seq }) => seq)).toEqual([2, 3]);
    expect(refused).toMatchObject([{ seq: 1, status: 422 }]);
    // Once a run, and not what was refused within the last day.
    expect(offeredAgain.length).toBe(1);
    expect(Date.now() - (offeredAgain[0] ?? 0)).toBeGreaterThanOrEqual(86_400_000);
    expect(poster.status()).toMatchObject({ refused: 1 });
    expect(poster.status().notes.join()).toContain('422');
  });

  it('tries again after what passes, and loses the order of nothing', async () => {
    const { port, sent } = portOf(4);
    let count = 0;
    const { poster } = await begin((request, response, url) => {
      count += 1;
      if (count === 2) response.destroy();
      else if (count === 3) sendJson(response, '', 500);
      else created(request, response, url);
    }, port);
    await until(() => sent.length === 4);
    expect(sent.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    await until(() => poster.status().error === null);
  });
});
