import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

export interface FakeServer {
  readonly baseUrl: string;
  readonly origin: string;
  /** Paths with queries, in order. */
  readonly requests: string[];
  handle: Handler;
  close(): Promise<void>;
}

/** A small HTTP server on loopback that answers as the test says. */
export async function startFakeServer(handle: Handler): Promise<FakeServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    fake.handle(request, response, new URL(request.url ?? '/', fake.origin));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake: FakeServer = {
    baseUrl: `${origin}/fhir`,
    origin,
    requests,
    handle,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
  return fake;
}

export function sendJson(response: ServerResponse, body: unknown, status = 200, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/fhir+json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

export function bundleOf(resources: readonly unknown[], next?: string): object {
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    link: next === undefined ? [] : [{ relation: 'next', url: next }],
    entry: resources.map((resource) => ({ resource })),
  };
}

export interface FakeEvent {
  readonly id: string;
  readonly updatedMs: number;
}

export function auditEvent({ id, updatedMs }: FakeEvent): object {
  const at = new Date(updatedMs).toISOString();
  return { resourceType: 'AuditEvent', id, meta: { versionId: '1', lastUpdated: at }, recorded: at };
}

/** An honest search by `_lastUpdated` with pages by offset, over whatever `events` holds at that moment. */
export function honestSearch(events: () => readonly FakeEvent[], url: URL): object {
  const bounds = url.searchParams.getAll('_lastUpdated').map((text) => ({
    prefix: text.slice(0, 2),
    ms: Date.parse(text.slice(2)),
  }));
  const matching = events()
    .filter(({ updatedMs }) =>
      bounds.every(({ prefix, ms }) =>
        prefix === 'ge' ? updatedMs >= ms : prefix === 'gt' ? updatedMs > ms : updatedMs < ms,
      ),
    )
    .toSorted((left, right) => left.updatedMs - right.updatedMs || left.id.localeCompare(right.id));
  if (url.searchParams.get('_sort')?.startsWith('-') === true) matching.reverse();
  const offset = Number(url.searchParams.get('offset') ?? 0);
  const count = Number(url.searchParams.get('_count') ?? 10);
  const page = matching.slice(offset, offset + count);
  if (offset + count >= matching.length) return bundleOf(page.map(auditEvent));
  const next = new URL(url);
  next.searchParams.set('offset', String(offset + count));
  return bundleOf(page.map(auditEvent), next.href);
}
