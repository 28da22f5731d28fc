import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { FaultRule } from '../faults.ts';
import type { Faults } from '../faults.ts';
import type { FhirHandle } from '../fhir/plugin.ts';
import type { FhirQuirks } from '../fhir/quirks.ts';
import type { LiveStream } from '../world/live.ts';
import type { Pool } from '../pool/pool.ts';
import { personRows } from './person-rows.ts';
import { PERSONS_CSP, PERSONS_CSS, PERSONS_JS, personsPage } from './persons-page.ts';

const FaultsBody = z.strictObject({ rules: z.array(FaultRule).max(100) });
const ClockBody = z.union([z.strictObject({ nowMs: z.int() }), z.strictObject({ advanceMs: z.int() })]);
const SeedBody = z.strictObject({ seed: z.string().min(1).max(100).optional() });

const QuirksBody = z
  .strictObject({
    noLastUpdatedSearch: z.boolean(),
    noMetaLastUpdated: z.boolean(),
    noVersionId: z.boolean(),
    nextLink: z.enum(['honest', 'loop', 'foreign-origin']),
    answer: z.enum(['honest', 'html', 'server-error', 'truncated', 'wrong-content-type']),
    honestPages: z.int().min(0),
    totalLieBy: z.int(),
    strangeEntries: z.boolean(),
    lateCommitMs: z.int().min(0),
  })
  .partial() satisfies z.ZodType<{ -readonly [K in keyof FhirQuirks]?: FhirQuirks[K] | undefined }>;
const LiveBody = z.strictObject({
  running: z.boolean().optional(),
  emit: z.int().min(0).max(10_000).optional(),
});

/** What the control may do to the clinic. */
export interface ControlParts {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly fhir: FhirHandle;
  readonly pool: () => Pool;
  readonly live: () => LiveStream;
  /** Empties the clinic: no events, no faults, nobody signed in, no account disabled by hand. Its people stay. */
  readonly reset: () => Promise<void>;
  /** Fills an emptied clinic with people and events, from the same seed or another. */
  readonly seed: (seed: string | undefined) => Promise<void>;
}

async function refuseBody(reply: FastifyReply, error: z.ZodError): Promise<FastifyReply> {
  return await reply.code(400).send({ error: z.prettifyError(error) });
}

function registerPersons(app: FastifyInstance, pool: () => Pool): void {
  const asset = (path: string, type: string, text: string): void => {
    app.get(path, async (_request, reply) => await reply.type(type).send(text));
  };
  asset('/_clinic/persons.css', 'text/css; charset=utf-8', PERSONS_CSS);
  asset('/_clinic/persons.js', 'text/javascript; charset=utf-8', PERSONS_JS);
  app.get('/_clinic/persons', async (_request, reply) => {
    const patientCount = pool()
      .accounts()
      .filter(({ person }) => person.groups.includes('medminder-patient')).length;
    return await reply
      .type('text/html; charset=utf-8')
      .send(personsPage(personRows(pool(), false), patientCount));
  });
  app.get('/_clinic/persons.json', (request) => {
    const everybody = new URL(request.url, 'http://localhost').searchParams.get('all') === '1';
    return { persons: personRows(pool(), everybody) };
  });
}

/** Serves `/_clinic/*`: the page of persons, and the levers that tests pull. */
export function registerControl(app: FastifyInstance, parts: ControlParts): void {
  app.addHook('onSend', async (request, reply) => {
    if (!request.url.startsWith('/_clinic')) return;
    reply
      .header('content-security-policy', PERSONS_CSP)
      .header('cache-control', 'no-store')
      .header('cross-origin-resource-policy', 'same-origin')
      .header('referrer-policy', 'no-referrer')
      .header('x-content-type-options', 'nosniff');
  });
  registerPersons(app, parts.pool);

  app.get('/_clinic/clock', () => ({ nowMs: parts.clock.now() }));
  app.post('/_clinic/clock', async (request, reply) => {
    const body = ClockBody.safeParse(request.body);
    if (!body.success) return await refuseBody(reply, body.error);
    if ('nowMs' in body.data) parts.clock.set(body.data.nowMs);
    else parts.clock.advance(body.data.advanceMs);
    return { nowMs: parts.clock.now() };
  });

  app.get('/_clinic/faults', () => ({ faults: parts.faults.standing() }));
  app.post('/_clinic/faults', async (request, reply) => {
    const body = FaultsBody.safeParse(request.body);
    if (!body.success) return await refuseBody(reply, body.error);
    parts.faults.arm(body.data.rules);
    return { faults: parts.faults.standing() };
  });

  app.get('/_clinic/quirks', () => ({ quirks: parts.fhir.quirks() }));
  app.post('/_clinic/quirks', async (request, reply) => {
    const body = QuirksBody.safeParse(request.body);
    if (!body.success) return await refuseBody(reply, body.error);
    // Zod types an absent member as `undefined`; the spread of a parsed body holds only what was sent.
    parts.fhir.setQuirks(body.data as Partial<FhirQuirks>);
    return { quirks: parts.fhir.quirks() };
  });

  app.get('/_clinic/live', () => ({ running: parts.live().running, size: parts.fhir.size() }));
  app.post('/_clinic/live', async (request, reply) => {
    const body = LiveBody.safeParse(request.body);
    if (!body.success) return await refuseBody(reply, body.error);
    if (body.data.running === true) parts.live().resume();
    if (body.data.running === false) parts.live().pause();
    const emitted = parts.live().emit(body.data.emit ?? 0);
    return { running: parts.live().running, size: parts.fhir.size(), emitted: emitted.map(({ id }) => id) };
  });

  app.post('/_clinic/reset', async () => {
    await parts.reset();
    return { ok: true };
  });
  app.post('/_clinic/seed', async (request, reply) => {
    const body = SeedBody.safeParse(request.body ?? {});
    if (!body.success) return await refuseBody(reply, body.error);
    await parts.seed(body.data.seed);
    return { ok: true };
  });
}
