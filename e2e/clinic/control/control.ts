import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { FaultRule } from '../faults.ts';
import type { Faults } from '../faults.ts';
import type { Pool } from '../pool/pool.ts';
import { personRows } from './person-rows.ts';
import { PERSONS_CSP, PERSONS_CSS, PERSONS_JS, personsPage } from './persons-page.ts';

const FaultsBody = z.strictObject({ rules: z.array(FaultRule).max(100) });
const ClockBody = z.union([z.strictObject({ nowMs: z.int() }), z.strictObject({ advanceMs: z.int() })]);
const SeedBody = z.strictObject({ seed: z.string().min(1).max(100).optional() });

/** What the control may do to the clinic. */
export interface ControlParts {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly pool: Pool;
  /** Empties the clinic: no events, no faults, nobody signed in, no account disabled by hand. Its people stay. */
  readonly reset: () => Promise<void>;
  /** Fills an emptied clinic with people and events, from the same seed or another. */
  readonly seed: (seed: string | undefined) => Promise<void>;
}

async function refuseBody(reply: FastifyReply, error: z.ZodError): Promise<FastifyReply> {
  return await reply.code(400).send({ error: z.prettifyError(error) });
}

function registerPersons(app: FastifyInstance, pool: Pool): void {
  const asset = (path: string, type: string, text: string): void => {
    app.get(path, async (_request, reply) => await reply.type(type).send(text));
  };
  asset('/_clinic/persons.css', 'text/css; charset=utf-8', PERSONS_CSS);
  asset('/_clinic/persons.js', 'text/javascript; charset=utf-8', PERSONS_JS);
  app.get('/_clinic/persons', async (_request, reply) => {
    const patientCount = pool
      .accounts()
      .filter(({ person }) => person.groups.includes('medminder-patient')).length;
    return await reply
      .type('text/html; charset=utf-8')
      .send(personsPage(personRows(pool, false), patientCount));
  });
  app.get('/_clinic/persons.json', (request) => {
    const everybody = new URL(request.url, 'http://localhost').searchParams.get('all') === '1';
    return { persons: personRows(pool, everybody) };
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
