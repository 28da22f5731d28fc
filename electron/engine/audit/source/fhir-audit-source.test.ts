import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { SourceStatus } from '../../../../shared/domain/desk.ts';
import { FhirAuditSource, type FhirAuditSourceOptions } from './fhir-audit-source.ts';
import { SYSTEM_TIMING } from './ports.ts';
import {
  auditEvent,
  bundleOf,
  honestSearch,
  sendJson,
  startFakeServer,
  type FakeEvent,
  type FakeServer,
  type Handler,
} from './testing/fake-server.ts';
import { MemorySink } from './testing/memory-sink.ts';

const DAY_MS = 86_400_000;
const statement = {
  resourceType: 'CapabilityStatement',
  rest: [{ resource: [{ type: 'AuditEvent', searchParam: [{ name: '_lastUpdated' }] }] }],
};

const open: { source: FhirAuditSource; server: FakeServer }[] = [];
afterEach(async () => {
  for (const { source, server } of open.splice(0)) {
    await source.dispose();
    await server.close();
  }
});

function eventsOver(days: number, perDay: number, endMs = Date.now()): FakeEvent[] {
  return Array.from({ length: days * perDay }, (_, index) => ({
    id: `e${index}`,
    updatedMs: endMs - Math.floor((index * DAY_MS) / perDay),
  }));
}

/** Answers honestly from `events`, unless `odd` takes the request. */
function serve(events: () => readonly FakeEvent[], odd?: (...args: Parameters<Handler>) => boolean): Handler {
  return (request, response, url) => {
    if (odd?.(request, response, url) === true) return;
    if (url.pathname.endsWith('/metadata')) sendJson(response, statement);
    else sendJson(response, honestSearch(events, url));
  };
}

async function begin(
  handler: Handler,
  options: Partial<FhirAuditSourceOptions> = {},
): Promise<{ source: FhirAuditSource; server: FakeServer; sink: MemorySink }> {
  const server = await startFakeServer(handler);
  const sink = (options.sink as MemorySink | undefined) ?? new MemorySink();
  const source = new FhirAuditSource({
    baseUrl: server.baseUrl,
    tokens: { getAccessToken: async () => Promise.resolve('token'), refresh: async () => Promise.resolve() },
    pollMs: 20,
    ...options,
    sink,
  });
  open.push({ source, server });
  source.start();
  return { source, server, sink };
}

async function until(
  source: FhirAuditSource,
  wanted: (status: SourceStatus) => boolean,
): Promise<SourceStatus> {
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`still ${JSON.stringify(source.status())}`)), 8_000);
    const check = (status: SourceStatus): void => {
      if (!wanted(status)) return;
      clearTimeout(timer);
      end();
      resolve(status);
    };
    const end = source.onStatus(check);
    check(source.status());
  });
}

const live = (status: SourceStatus): boolean => status.state === 'live';
const failed = (code: string) => (status: SourceStatus) => status.error?.code === code;

describe('FhirAuditSource', () => {
  it('loads all history, newest first, and then follows', async () => {
    const events = eventsOver(40, 12);
    const { source, sink } = await begin(
      serve(() => events),
      { pageSize: 50 },
    );
    await until(source, live);
    expect(sink.events.size).toBe(events.length);
    expect(Number(sink.order[0]?.slice(1))).toBeLessThan(12);
    events.push({ id: 'new', updatedMs: Date.now() });
    await until(source, ({ stored }) => stored === events.length);
    expect(sink.order.at(-1)).toBe('new');
  });

  it('keeps the bytes of an entry as they were sent', async () => {
    const raw = `{"resourceType":"AuditEvent" , "id":"x","n":1.0,\n"meta":{"versionId":"1","lastUpdated":"${new Date().toISOString()}"}}`;
    const { source, sink } = await begin(
      serve(
        () => [],
        (_, response, url) => {
          if (!url.searchParams.get('_lastUpdated')?.startsWith('ge')) return false;
          sendJson(response, `{"resourceType":"Bundle","entry":[{"resource":${raw}}]}`);
          return true;
        },
      ),
    );
    await until(source, ({ stored }) => stored === 1);
    expect(Buffer.from([...sink.events.values()][0]!.raw).toString()).toBe(raw);
  });

  it('goes on from the stored cursor, without reading history again', async () => {
    const events = eventsOver(20, 5);
    const first = await begin(serve(() => events));
    await until(first.source, live);
    await first.source.stop();
    events.push({ id: 'while-away', updatedMs: Date.now() });
    const before = first.server.requests.length;
    first.source.start();
    await until(first.source, ({ stored }) => stored === events.length);
    expect(first.server.requests.slice(before).some((path) => path.includes('=lt'))).toBe(false);
  });

  it('finds events that were committed late', async () => {
    const events = eventsOver(1, 10);
    const timing = { ...SYSTEM_TIMING };
    const { source } = await begin(
      serve(() => events),
      { timing },
    );
    await until(source, live);
    events.push({ id: 'late', updatedMs: Date.now() - 200_000 });
    timing.now = () => Date.now() + 61_000;
    await until(source, ({ stored }) => stored === events.length);
  });

  it.each([
    ['source/not-fhir', '<html><title>Sign in</title>'],
    ['source/not-fhir', '{"hello":"world"}'],
    ['source/bad-answer', ''],
    ['source/bad-answer', '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"AuditEv'],
    ['source/bad-answer', '{"resourceType":"Bundle","entry":"none"}'],
    ['source/bad-answer', '{"resourceType":"OperationOutcome"}'],
  ])('reports %s for the answer %s and stores nothing of it', async (code, body) => {
    const { source, sink } = await begin(
      serve(
        () => [],
        (_, response, url) => {
          if (url.pathname.endsWith('/metadata')) return false;
          sendJson(response, body);
          return true;
        },
      ),
    );
    const status = await until(source, failed(code));
    expect(status.state).toBe('waiting');
    expect(sink.events.size).toBe(0);
  });

  it.each([
    ['source/loop', (url: URL) => url.href],
    ['source/loop', (url: URL) => `${url.origin}/fhir/AuditEvent?again=${Math.random()}`],
    ['source/foreign-link', () => 'http://127.0.0.2:9/fhir/AuditEvent?page=2'],
    ['source/foreign-link', () => 'https://user:pass@[bad'],
  ])('reports %s where next leads astray, and keeps what came before', async (code, next) => {
    const only = auditEvent({ id: 'one', updatedMs: Date.now() });
    const { source, sink } = await begin((_, response, url) => {
      if (url.pathname.endsWith('/metadata')) sendJson(response, statement);
      else if (url.searchParams.get('_lastUpdated')?.startsWith('gt')) sendJson(response, bundleOf([]));
      else sendJson(response, bundleOf([only], next(url)));
    });
    await until(source, failed(code));
    expect(sink.events.size).toBe(1);
    expect(sink.cursors.size).toBe(0);
  });

  it('does not follow a redirect to another origin', async () => {
    const { source } = await begin((_, response) => {
      response.writeHead(302, { location: 'http://127.0.0.2:9/' }).end();
    });
    await until(source, failed('source/foreign-link'));
  });

  it('renews the token once after a 401, and says so when that did not help', async () => {
    let token = 'old';
    let renewals = 0;
    const accepted = { value: 'new' };
    const { source } = await begin(
      serve(
        () => eventsOver(1, 3),
        (request, response) => {
          if (request.headers.authorization === `Bearer ${accepted.value}`) return false;
          response.writeHead(401).end();
          return true;
        },
      ),
      {
        tokens: {
          getAccessToken: async () => Promise.resolve(token),
          refresh: async () => {
            renewals += 1;
            token = 'new';
            return await Promise.resolve();
          },
        },
      },
    );
    await until(source, live);
    expect(renewals).toBe(1);
    accepted.value = 'another';
    await until(source, failed('source/unauthorised'));
    expect(renewals).toBe(2);
  });

  it('obeys Retry-After, and does not hammer a server that forbids', async () => {
    const { source, server } = await begin((_, response) => {
      response.writeHead(429, { 'retry-after': '2' }).end();
    });
    const throttled = await until(source, failed('source/throttled'));
    expect(Date.parse(throttled.nextAttemptAt!) - Date.now()).toBeGreaterThan(1_500);
    expect(server.requests.length).toBe(1);
    server.handle = (_, response) => {
      response.writeHead(403).end();
    };
    const forbidden = await until(source, failed('source/forbidden'));
    expect(Date.parse(forbidden.nextAttemptAt!) - Date.now()).toBeGreaterThan(200_000);
    server.handle = serve(() => eventsOver(1, 2));
    source.kick();
    await until(source, live);
  });

  it('follows by date where the server has no _lastUpdated', async () => {
    const events = eventsOver(3, 4);
    const { source, sink } = await begin((_, response, url) => {
      if (url.pathname.endsWith('/metadata')) {
        sendJson(response, {
          resourceType: 'CapabilityStatement',
          rest: [{ resource: [{ type: 'AuditEvent' }] }],
        });
        return;
      }
      const dated = new URL(url);
      dated.searchParams.delete('_lastUpdated');
      for (const value of url.searchParams.getAll('date')) dated.searchParams.append('_lastUpdated', value);
      sendJson(
        response,
        honestSearch(() => events, dated),
      );
    });
    const status = await until(source, live);
    expect(sink.events.size).toBe(events.length);
    expect(status.notes.join()).toContain('_lastUpdated');
  });

  it('notes records that are no audit events, and stores those that are', async () => {
    const strange = [{ resourceType: 'OperationOutcome' }, { resourceType: 'Patient' }, undefined];
    const { source, sink } = await begin(
      serve(
        () => [],
        (_, response, url) => {
          if (!url.searchParams.get('_lastUpdated')?.startsWith('ge')) return false;
          sendJson(response, bundleOf([...strange, auditEvent({ id: 'a', updatedMs: Date.now() })]));
          return true;
        },
      ),
    );
    const status = await until(source, ({ stored }) => stored === 1);
    expect(status.notes.length).toBe(3);
    expect(sink.events.size).toBe(1);
  });

  it('refuses an answer beyond the limit, and stops at once', async () => {
    const { source } = await begin(
      serve(() => eventsOver(1, 900)),
      { maxBytes: 20_000 },
    );
    await until(source, failed('source/bad-answer'));
    const startMs = Date.now();
    await source.dispose();
    expect(Date.now() - startMs).toBeLessThan(500);
    expect(source.status().state).toBe('idle');
  });

  it('stores pages of the past together, and passes over no batch that could not be stored', async () => {
    class FailsOnce extends MemorySink {
      override async append(batch: Parameters<MemorySink['append']>[0]) {
        if (this.appends === 3) this.failAt = { appends: 4, done: false };
        try {
          return await super.append(batch);
        } finally {
          this.failAt = null;
        }
      }
    }
    const events = eventsOver(60, 10);
    const sink = new FailsOnce();
    const { source } = await begin(
      serve(() => events),
      { sink, pageSize: 10, batchEvents: 50, timing: { ...SYSTEM_TIMING, random: () => 0.01 } },
    );
    await until(source, failed('store/write-failed'));
    await until(source, live);
    expect(new Set(sink.order)).toEqual(new Set(events.map(({ id }) => id)));
    expect(sink.order.length).toBe(events.length);
    expect(sink.appends).toBeLessThan(30);
  });

  it('stores exactly what the server has, through faults, failed writes and restarts', async () => {
    const plan = fc.record({
      faults: fc.array(fc.constantFrom('ok', 'ok', 'drop', 'cut', '503'), { minLength: 10, maxLength: 40 }),
      failAt: fc.integer({ min: 1, max: 12 }),
      done: fc.boolean(),
      stopAfterMs: fc.integer({ min: 1, max: 60 }),
      batchEvents: fc.constantFrom(1, 15, 40),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ faults, failAt, done, stopAfterMs, batchEvents }) => {
        const events = eventsOver(12, 9);
        let at = 0;
        const server = await startFakeServer(
          serve(
            () => events,
            (_, response) => {
              const fault = faults[at];
              at += 1;
              if (fault === 'drop') response.destroy();
              else if (fault === 'cut') {
                response.writeHead(200, { 'content-length': 999 });
                response.write('{"resourceType":', () => response.destroy());
              } else if (fault === '503') response.writeHead(503).end();
              else return false;
              return true;
            },
          ),
        );
        const sink = new MemorySink();
        sink.failAt = { appends: failAt, done };
        const options: FhirAuditSourceOptions = {
          baseUrl: server.baseUrl,
          tokens: {
            getAccessToken: async () => Promise.resolve('t'),
            refresh: async () => Promise.resolve(),
          },
          sink,
          pollMs: 5,
          pageSize: 7,
          batchEvents,
          timing: { ...SYSTEM_TIMING, random: () => 0.002 },
        };
        const killed = new FhirAuditSource(options);
        killed.start();
        await new Promise((resolve) => {
          setTimeout(resolve, stopAfterMs);
        });
        await killed.dispose();
        sink.failAt = null;
        events.push({ id: 'in-between', updatedMs: Date.now() });
        const source = new FhirAuditSource(options);
        source.start();
        try {
          await until(source, live);
          await until(source, () => sink.events.size === events.length);
          expect(new Set(sink.order)).toEqual(new Set(events.map(({ id }) => id)));
          expect(sink.order.length).toBe(events.length);
        } finally {
          await source.dispose();
          await server.close();
        }
      }),
      { numRuns: 25 },
    );
  });
});
