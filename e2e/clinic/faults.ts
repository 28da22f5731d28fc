import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AWS_JSON } from './aws-json.ts';
import type { Clock } from './clock.ts';
import { seededBytes } from './seed.ts';

const MAX_LATENCY_MS = 120_000;

const Match = z
  .object({
    service: z.enum(['pool', 'identity', 'jwks', 'fhir']).optional(),
    /** Operation of an AWS service, such as `InitiateAuth`. */
    operation: z.string().optional(),
    /** Start of the request's path, such as `/fhir/AuditEvent`. */
    path: z.string().startsWith('/').optional(),
  })
  .default({});

/** One rule of `POST /_clinic/faults`. Without `count`, `probability` and `ttlMs` it hits every matching request. */
export const FaultRule = z.strictObject({
  match: Match,
  kind: z.enum(['latency', 'throttle', '5xx', 'drop', 'html', 'garbage']),
  latencyMs: z.int().min(0).max(MAX_LATENCY_MS).default(1000),
  /** Hits so many requests, then is spent. */
  count: z.int().min(1).optional(),
  /** Hits each request with this chance, drawn from the clinic's seed. */
  probability: z.number().min(0).max(1).optional(),
  /** Holds so long at the clinic's clock. */
  ttlMs: z.int().min(1).optional(),
});
export type FaultRule = z.infer<typeof FaultRule>;

type Service = 'pool' | 'identity' | 'jwks' | 'fhir' | 'other';

interface Armed {
  readonly rule: FaultRule;
  readonly expiresAtMs: number;
  left: number;
}

/** A rule as `GET /_clinic/faults` lists it. */
export interface FaultStanding {
  readonly rule: FaultRule;
  /** Requests it will still hit; null means no limit. */
  readonly left: number | null;
}

function serviceOf(request: FastifyRequest): {
  readonly service: Service;
  readonly operation: string | undefined;
} {
  const target = request.headers['x-amz-target'];
  const [prefix, operation] = typeof target === 'string' ? target.split('.') : [];
  if (prefix === 'AWSCognitoIdentityProviderService') return { service: 'pool', operation };
  if (prefix === 'AWSCognitoIdentityService') return { service: 'identity', operation };
  if (request.url.startsWith('/fhir')) return { service: 'fhir', operation: undefined };
  if (request.url.includes('/.well-known/')) return { service: 'jwks', operation: undefined };
  return { service: 'other', operation: undefined };
}

/** The clinic's bad luck: rules that slow, refuse, break or garble requests before the services see them. */
export class Faults {
  readonly #clock: Clock;
  readonly #seed: string;
  #armed: Armed[] = [];
  #draws = 0;

  constructor(clock: Clock, seed: string) {
    this.#clock = clock;
    this.#seed = seed;
  }

  /** Replaces all rules; the first that matches a request hits it. */
  arm(rules: readonly FaultRule[]): void {
    const nowMs = this.#clock.now();
    this.#draws = 0;
    this.#armed = rules.map((rule) => ({
      rule,
      expiresAtMs: rule.ttlMs === undefined ? Number.POSITIVE_INFINITY : nowMs + rule.ttlMs,
      left: rule.count ?? Number.POSITIVE_INFINITY,
    }));
  }

  /** The rules that still hold. */
  standing(): readonly FaultStanding[] {
    const nowMs = this.#clock.now();
    return this.#armed
      .filter((armed) => armed.left > 0 && nowMs < armed.expiresAtMs)
      .map((armed) => ({ rule: armed.rule, left: Number.isFinite(armed.left) ? armed.left : null }));
  }

  /** The rule that hits this request, if any, with its count taken. */
  draw(request: FastifyRequest): FaultRule | undefined {
    const nowMs = this.#clock.now();
    const { service, operation } = serviceOf(request);
    for (const armed of this.#armed) {
      const { match, probability } = armed.rule;
      const fits =
        armed.left > 0 &&
        nowMs < armed.expiresAtMs &&
        (match.service === undefined || match.service === service) &&
        (match.operation === undefined || match.operation === operation) &&
        (match.path === undefined || request.url.startsWith(match.path));
      if (!fits || (probability !== undefined && this.#chance() >= probability)) continue;
      armed.left -= 1;
      return armed.rule;
    }
    return undefined;
  }

  #chance(): number {
    this.#draws += 1;
    return seededBytes(this.#seed, `fault:${this.#draws}`).readUInt32BE(0) / 2 ** 32;
  }
}

/** Sends a failure in the words of the service that was asked. */
async function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  awsType: string,
): Promise<void> {
  const { service } = serviceOf(request);
  if (service === 'pool' || service === 'identity') {
    const message = status >= 500 ? 'Something went wrong' : 'Too many requests';
    await reply
      .code(status)
      .header('x-amzn-errortype', `${awsType}:`)
      .type(AWS_JSON)
      .send(JSON.stringify({ __type: awsType, message }));
    return;
  }
  const code = status >= 500 ? 'exception' : 'throttled';
  await reply
    .code(status === 400 ? 429 : status)
    .header('retry-after', '1')
    .type('application/fhir+json')
    .send(JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code }] }));
}

async function apply(rule: FaultRule, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  switch (rule.kind) {
    case 'latency':
      await delay(rule.latencyMs);
      return;
    case 'throttle':
      await refuse(request, reply, 400, 'TooManyRequestsException');
      return;
    case '5xx':
      await refuse(
        request,
        reply,
        serviceOf(request).service === 'fhir' ? 503 : 500,
        'InternalErrorException',
      );
      return;
    case 'drop':
      reply.hijack();
      request.raw.socket.destroy();
      return;
    case 'html':
      await reply
        .code(200)
        .type('text/html')
        .send('<!doctype html><title>Sign in to the guest network</title>');
      return;
    case 'garbage':
      await reply.code(200).type('application/json').send('{"resourceType":"Bundle","entry":[{"fullUrl":"');
  }
}

/** Puts the faults before every route but the clinic's own control. */
export function registerFaults(app: FastifyInstance, faults: Faults): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/_clinic')) return;
    const rule = faults.draw(request);
    if (rule) await apply(rule, request, reply);
  });
}
