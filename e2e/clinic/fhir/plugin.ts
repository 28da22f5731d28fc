import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../clock.ts';
import type { VerifyAccessToken } from '../groups.ts';
import type { AppendEvent } from '../world/live.ts';
import type { World } from '../world/types.ts';
import { accessOf, mustRead } from './access.ts';
import type { Access } from './access.ts';
import { bundleText } from './bundle.ts';
import { capabilityStatement } from './capability.ts';
import { FhirError, operationOutcome } from './outcome.ts';
import { createPageTokens } from './page-token.ts';
import type { PageTokens } from './page-token.ts';
import type { QueryRules } from './query.ts';
import { NO_QUIRKS, resourceText } from './quirks.ts';
import type { FhirQuirks } from './quirks.ts';
import { Repository } from './repository.ts';
import type { Found, RepositoryContent } from './repository.ts';

const FHIR_JSON = 'application/fhir+json; charset=utf-8';
const MAX_BODY_BYTES = 1024 * 1024;

export interface FhirOptions {
  readonly verifyAccessToken: VerifyAccessToken;
  readonly clock: Clock;
  readonly world: Pick<World, 'seed' | 'anchorMs' | 'events' | 'patients'>;
  readonly quirks?: Partial<FhirQuirks>;
  /** One line per answer: method, path without query (searches name people), status, milliseconds. */
  readonly log?: (line: string) => void;
}

/** The server's other door, for the clinic's control and for tests. */
export interface FhirHandle {
  /** Adds an event; `write` is told when it arrives. */
  readonly append: AppendEvent;
  /** Empties the server and fills it anew. */
  load(content: RepositoryContent): void;
  setQuirks(change: Partial<FhirQuirks>): void;
  quirks(): FhirQuirks;
  /** Arrivals so far, older versions included. */
  size(): number;
  /** The bytes of a posted event as they came. */
  postedBody(id: string): Buffer | undefined;
}

interface Context {
  readonly options: FhirOptions;
  readonly repository: Repository;
  readonly tokens: PageTokens;
  quirks: FhirQuirks;
}

const baseUrlOf = (request: FastifyRequest): string => `${request.protocol}://${request.host}/fhir`;

async function sendFhir(reply: FastifyReply, status: number, text: string): Promise<void> {
  await reply.code(status).header('content-type', FHIR_JSON).send(text);
}

function rulesOf(context: Context, request: FastifyRequest): QueryRules {
  const prefer = request.headers['prefer'];
  const strict = /\bhandling=strict\b/u.test(Array.isArray(prefer) ? prefer.join() : (prefer ?? ''));
  return { strict, lastUpdated: !context.quirks.noLastUpdatedSearch };
}

function linksOf(
  context: Context,
  request: FastifyRequest,
  found: Found,
  crooked: boolean,
): { relation: 'self' | 'next'; url: string }[] {
  const base = `${baseUrlOf(request)}/AuditEvent`;
  const params = new URLSearchParams(
    found.query.applied.map(([name, value]): [string, string] => [name, value]),
  ).toString();
  const self = request.url.includes('_page=')
    ? `${base}${request.url.slice(request.url.indexOf('?'))}`
    : `${base}?${params}`;
  if (found.nextState === undefined) return [{ relation: 'self', url: self }];
  const honest = `${base}?_page=${context.tokens.seal(found.nextState)}`;
  const next = {
    honest,
    loop: self,
    'foreign-origin': honest.replace(/^https?:\/\/[^/]+/u, 'https://audit.example.net'),
  }[crooked ? context.quirks.nextLink : 'honest'];
  return [
    { relation: 'self', url: self },
    { relation: 'next', url: next },
  ];
}

async function sendFound(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  found: Found,
): Promise<void> {
  const { quirks } = context;
  const crooked = found.page > quirks.honestPages;
  const text = bundleText(
    {
      baseUrl: baseUrlOf(request),
      nowMs: context.options.clock.now(),
      total: found.query.withTotal || found.query.onlyCount ? found.total : undefined,
      links: linksOf(context, request, found, crooked),
      events: found.events,
    },
    quirks,
  );
  switch (crooked ? quirks.answer : 'honest') {
    case 'honest':
      return sendFhir(reply, 200, text);
    case 'html':
      return reply
        .code(200)
        .type('text/html; charset=utf-8')
        .send('<!doctype html><title>Please sign in</title><p>Proxy login');
    case 'server-error':
      return sendFhir(reply, 500, operationOutcome('exception', 'The database did not answer'));
    case 'truncated':
      return sendFhir(reply, 200, text.slice(0, Math.floor(text.length * 0.6)));
    case 'wrong-content-type':
      return reply.code(200).type('text/plain; charset=utf-8').send(text);
    default:
      return undefined;
  }
}

async function search(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  params: URLSearchParams,
): Promise<void> {
  const access = await accessOf(request.headers.authorization, context.options.verifyAccessToken);
  mustRead(access);
  const token = params.get('_page');
  const rules = rulesOf(context, request);
  const found =
    token === null
      ? context.repository.search(params, access, rules)
      : context.repository.searchOn(context.tokens.open(token), access, rules);
  await sendFound(context, request, reply, found);
}

async function sendOne(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  versionId?: string,
): Promise<void> {
  const access: Access = await accessOf(request.headers.authorization, context.options.verifyAccessToken);
  mustRead(access);
  const event = context.repository.read(id, access, versionId);
  // An event of another clinic is not found rather than forbidden: that it exists is not theirs to know.
  if (event === undefined) throw new FhirError(404, 'not-found', 'There is no such AuditEvent');
  const etag = `W/"${event.versionId}"`;
  if (!context.quirks.noVersionId) {
    reply.header('etag', etag);
    if (request.headers['if-none-match'] === etag) {
      await reply.code(304).send();
      return;
    }
  }
  if (!context.quirks.noMetaLastUpdated)
    reply.header('last-modified', new Date(event.lastUpdatedUs / 1000).toUTCString());
  await sendFhir(reply, 200, resourceText(event.json, context.quirks));
}

async function create(context: Context, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const access = await accessOf(request.headers.authorization, context.options.verifyAccessToken);
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/(?:fhir\+)?json\b/u.test(type))
    throw new FhirError(415, 'not-supported', 'Send application/fhir+json');
  const condition = request.headers['if-none-exist'];
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const { event, created } = context.repository.create(
    body,
    access,
    typeof condition === 'string' ? condition : undefined,
  );
  reply
    .header('location', `${baseUrlOf(request)}/AuditEvent/${event.id}/_history/${event.versionId}`)
    .header('etag', `W/"${event.versionId}"`)
    .header('last-modified', new Date(event.lastUpdatedUs / 1000).toUTCString());
  await sendFhir(reply, created ? 201 : 200, event.json);
}

const queryOf = (request: FastifyRequest): URLSearchParams => {
  const at = request.url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : request.url.slice(at + 1));
};

function addRoutes(scope: FastifyInstance, context: Context): void {
  scope.get('/metadata', async (request, reply) =>
    sendFhir(
      reply,
      200,
      capabilityStatement(baseUrlOf(request), context.options.world.anchorMs, context.quirks),
    ),
  );
  scope.get('/AuditEvent', async (request, reply) => search(context, request, reply, queryOf(request)));
  scope.post('/AuditEvent/_search', async (request, reply) => {
    const params = queryOf(request);
    const form = new URLSearchParams(Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '');
    for (const [name, value] of form) params.append(name, value);
    return search(context, request, reply, params);
  });
  scope.post('/AuditEvent', async (request, reply) => create(context, request, reply));
  scope.get<{ Params: { id: string } }>('/AuditEvent/:id', async (request, reply) =>
    sendOne(context, request, reply, request.params.id),
  );
  scope.get<{ Params: { id: string; version: string } }>(
    '/AuditEvent/:id/_history/:version',
    async (request, reply) => sendOne(context, request, reply, request.params.id, request.params.version),
  );
  // An audit record is written once: nobody changes or deletes it through this door.
  scope.route({
    method: ['PUT', 'PATCH', 'DELETE'],
    url: '/AuditEvent/:id',
    handler: () => {
      throw new FhirError(405, 'not-supported', 'An AuditEvent is neither changed nor deleted', {
        allow: 'GET, HEAD',
      });
    },
  });
}

/**
 * Mounts the FHIR R4 audit record repository (read, vread, create, ITI-81 search) at `/fhir`. Who may see what is
 * decided in access.ts; the stored texts are served byte for byte.
 */
export function registerFhir(app: FastifyInstance, options: FhirOptions): FhirHandle {
  const context: Context = {
    options,
    repository: new Repository(options.clock, options.world),
    tokens: createPageTokens(`pages/${options.world.seed}`),
    quirks: { ...NO_QUIRKS, ...options.quirks },
  };

  void app.register(
    async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser(
        '*',
        { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES },
        (_request, body, done) => {
          done(null, body);
        },
      );
      scope.setErrorHandler(async (error: unknown, _request, reply) => {
        if (error instanceof FhirError) {
          await sendFhir(
            reply.headers(error.headers),
            error.status,
            operationOutcome(error.issue, error.message),
          );
          return;
        }
        const status =
          error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
            ? error.statusCode
            : 500;
        await sendFhir(
          reply,
          status,
          operationOutcome(
            status < 500 ? 'invalid' : 'exception',
            status < 500 ? 'The request cannot be read' : 'Internal error',
          ),
        );
      });
      scope.setNotFoundHandler(async (_request, reply) =>
        sendFhir(reply, 404, operationOutcome('not-found', 'This server keeps AuditEvent only')),
      );
      scope.addHook('onResponse', async (request, reply) => {
        options.log?.(
          `${request.method} ${request.url.split('?', 1)[0] ?? ''} ${String(reply.statusCode)} ${reply.elapsedTime.toFixed(1)}ms`,
        );
      });
      addRoutes(scope, context);
    },
    { prefix: '/fhir' },
  );

  return {
    append: (write) => context.repository.append(write, context.quirks.lateCommitMs),
    load: (content) => {
      context.repository.load(content);
    },
    setQuirks: (change) => {
      context.quirks = { ...context.quirks, ...change };
    },
    quirks: () => context.quirks,
    size: () => context.repository.size,
    postedBody: (id) => context.repository.postedBody(id),
  };
}
