import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { AuditEvent, Bundle } from 'fhir/r4.js';
import { createFixedClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { AccessClaims, PoolGroup } from '../groups.ts';
import { instantOfUs } from '../world/stamp.ts';
import type { WorldEvent } from '../world/types.ts';
import type { RepositoryContent } from './repository.ts';
import { registerFhir } from './plugin.ts';
import type { FhirHandle } from './plugin.ts';
import type { FhirQuirks } from './quirks.ts';

/** Where the tests' clock stands. */
export const TEST_NOW_MS = Date.parse('2026-11-20T15:00:00Z');

/** A token here is its own claims: `compliance`, `admin@mesa-verde`, `nurse`, `admin` (of no clinic). */
export function claimsOf(token: string): AccessClaims | null {
  const [role = '', clinicId] = token.split('@', 2);
  const groups: Readonly<Record<string, readonly PoolGroup[]>> = {
    compliance: ['medminder-compliance'],
    admin: ['medminder-admin'],
    support: ['medminder-support'],
    nurse: ['medminder-clinician'],
    patient: ['medminder-patient'],
    nobody: [],
  };
  const own = groups[role];
  if (own === undefined) return null;
  return { sub: token, username: token, groups: own, clinicId, originJti: token, expiresAtMs: TEST_NOW_MS };
}

export interface TestServer {
  readonly app: FastifyInstance;
  readonly fhir: FhirHandle;
  readonly clock: Clock;
  readonly lines: readonly string[];
  /** A GET as `token`; the path below `/fhir`, or a whole URL of this server. */
  get(path: string, token?: string | null, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  post(
    path: string,
    type: string,
    body: string | Buffer,
    token?: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** A server over the given events, asked in-process. */
export function testServer(content: RepositoryContent, quirks: Partial<FhirQuirks> = {}): TestServer {
  const app = fastify();
  const clock = createFixedClock(TEST_NOW_MS);
  const lines: string[] = [];
  const fhir = registerFhir(app, {
    verifyAccessToken: async (token) => Promise.resolve(claimsOf(token)),
    clock,
    world: { seed: 'test', anchorMs: TEST_NOW_MS, ...content },
    quirks,
    log: (line) => lines.push(line),
  });
  const pathOf = (path: string): string =>
    path.startsWith('http') ? path.replace(/^https?:\/\/[^/]+/u, '') : `/fhir${path}`;
  const bearer = (token: string | null): Readonly<Record<string, string>> =>
    token === null ? {} : { authorization: `Bearer ${token}` };
  return {
    app,
    fhir,
    clock,
    lines,
    get: async (path, token = 'compliance', headers = {}) => {
      const answer = await app.inject({
        method: 'GET',
        url: pathOf(path),
        headers: { ...bearer(token), ...headers },
      });
      return { status: answer.statusCode, headers: answer.headers, text: answer.body };
    },
    post: async (path, type, body, token = 'compliance', headers = {}) => {
      const answer = await app.inject({
        method: 'POST',
        url: pathOf(path),
        headers: { ...bearer(token), 'content-type': type, ...headers },
        payload: body,
      });
      return { status: answer.statusCode, headers: answer.headers, text: answer.body };
    },
  };
}

/** Reads a searchset. */
export function bundleOf(answer: Answer): Bundle<AuditEvent> {
  return JSON.parse(answer.text) as Bundle<AuditEvent>;
}

/** Ids of a searchset's entries, in order. */
export function idsOf(answer: Answer): readonly string[] {
  return (bundleOf(answer).entry ?? []).map((entry) => entry.resource?.id ?? '');
}

/** The URL behind one of the links, if there is one. */
export function linkOf(answer: Answer, relation: 'self' | 'next'): string | undefined {
  return bundleOf(answer).link?.find((link) => link.relation === relation)?.url;
}

export type EventSketch = Partial<Omit<AuditEvent, 'resourceType' | 'meta'>> & {
  readonly id: string;
  readonly recorded: string;
};

/** A small event for tests; it arrives `lagUs` after it was recorded. */
export function testEvent(
  sketch: EventSketch,
  clinicId = 'harbor-light',
  versionId = '1',
  lagUs = 0,
): WorldEvent {
  const lastUpdatedUs = Date.parse(sketch.recorded) * 1000 + lagUs;
  const event: AuditEvent = {
    resourceType: 'AuditEvent',
    meta: { versionId, lastUpdated: instantOfUs(lastUpdatedUs) },
    type: { system: 'http://terminology.hl7.org/CodeSystem/audit-event-type', code: 'rest' },
    agent: [{ requestor: true }],
    source: { observer: { display: 'test' } },
    ...sketch,
  };
  return {
    id: sketch.id,
    versionId,
    lastUpdatedUs,
    clinicId,
    recorded: sketch.recorded,
    json: JSON.stringify(event),
  };
}
