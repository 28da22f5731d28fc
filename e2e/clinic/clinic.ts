import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { registerAwsJson } from './aws-json.ts';
import { createClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { CLIENT_ID, IDENTITY_POOL_ID, REGION, USER_POOL_ID } from './config.ts';
import { registerControl } from './control/control.ts';
import { personsOf } from './directory.ts';
import { Faults, registerFaults } from './faults.ts';
import { registerFhir } from './fhir/plugin.ts';
import type { FhirHandle } from './fhir/plugin.ts';
import { NO_QUIRKS } from './fhir/quirks.ts';
import { registerGuard } from './guard.ts';
import { createIdentityPool } from './identity-pool/identity-pool.ts';
import type { IdentityPool } from './identity-pool/identity-pool.ts';
import { createPool } from './pool/pool.ts';
import type { Pool } from './pool/pool.ts';
import { createMemoryState } from './state.ts';
import type { StateKeep } from './state.ts';
import { startLive } from './world/live.ts';
import type { LiveStream } from './world/live.ts';
import type { World } from './world/types.ts';
import { buildWorld } from './world/world.ts';

const HOST = '127.0.0.1';
const DEFAULT_ACCESS_VALID_S = 3600;
const DEFAULT_LIVE_EVERY_MS = 1000;
const BODY_LIMIT_BYTES = 1_048_576;

/** How a clinic is started; only `port` and `seed` are a matter of course. */
export interface ClinicOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly seed: string;
  readonly clock?: Clock;
  /** Where keys, revocations and disabled accounts outlive the process; in memory by default. */
  readonly state?: StateKeep;
  /** Life of ID and access tokens in seconds; 3600 by default. */
  readonly accessValidS?: number;
  /** True: the FHIR server asks the pool whether a token was revoked. False, the default: it checks signature and age. */
  readonly fhirChecksRevocation?: boolean;
  /** Mean time between two live events; 1000 ms by default, 0 starts the stream silent. */
  readonly liveEveryMs?: number;
  /** Builds the world; tests of the pool pass one without 90 days of history. */
  readonly build?: (seed: string, anchorMs: number) => World;
}

/** What the clinic prints when it is ready. */
export interface ClinicUrls {
  readonly cognito: string;
  readonly fhir: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly identityPoolId: string;
  readonly jwksUri: string;
  readonly persons: string;
}

/** A running clinic. */
export interface Clinic {
  readonly urls: ClinicUrls;
  readonly clock: Clock;
  /** The FHIR server's other door. */
  readonly fhir: FhirHandle;
  /** The stream of live events, which a reset or a new seed replaces. */
  live(): LiveStream;
  /** Stops listening and ends open connections. */
  close(): Promise<void>;
}

/** What a reset or a new seed replaces as one. */
interface Interior {
  readonly world: World;
  readonly pool: Pool;
  readonly identityPool: IdentityPool;
  readonly live: LiveStream;
}

function urlsAt(base: string): ClinicUrls {
  return {
    cognito: base,
    fhir: `${base}/fhir`,
    region: REGION,
    userPoolId: USER_POOL_ID,
    clientId: CLIENT_ID,
    identityPoolId: IDENTITY_POOL_ID,
    jwksUri: `${base}/${USER_POOL_ID}/.well-known/jwks.json`,
    persons: `${base}/_clinic/persons`,
  };
}

/** Opens the app with what every answer of the clinic has: its Date, its guard, its bad luck. */
function openApp(clock: Clock, faults: Faults): FastifyInstance {
  // A request in flight must not hold up the end of a test: `forceCloseConnections` drops it.
  const app = Fastify({ logger: false, bodyLimit: BODY_LIMIT_BYTES, forceCloseConnections: true });
  app.addHook('onRequest', async (_request, reply) => {
    // The SDK learns from this header how far the machine's clock is off.
    reply.header('date', new Date(clock.now()).toUTCString());
  });
  registerGuard(app);
  registerFaults(app, faults);
  return app;
}

const KeptWorld = z.object({ seed: z.string(), anchorMs: z.number(), isEmpty: z.boolean() });
const WORLD_DOCUMENT = 'world';

function noteWorld(state: StateKeep, world: World): void {
  const kept = { seed: world.seed, anchorMs: world.anchorMs, isEmpty: world.events.length === 0 };
  state.save(WORLD_DOCUMENT, kept);
}

/** The world as it was before a restart, or a new one: a history that moved would look to the console like another. */
function comeBack(state: StateKeep, build: typeof buildWorld, seed: string, nowMs: number): World {
  const kept = KeptWorld.safeParse(state.load(WORLD_DOCUMENT));
  if (!kept.success || kept.data.seed !== seed) {
    const world = build(seed, nowMs);
    noteWorld(state, world);
    return world;
  }
  const world = build(seed, kept.data.anchorMs);
  return kept.data.isEmpty ? { ...world, events: [], attacks: [] } : world;
}

/** Starts the demo clinic on loopback. Rejects if the port is taken. */
export async function startClinic(options: ClinicOptions): Promise<Clinic> {
  const clock = options.clock ?? createClock();
  const build = options.build ?? buildWorld;
  const state = options.state ?? createMemoryState();
  const everyMs = options.liveEveryMs ?? DEFAULT_LIVE_EVERY_MS;
  const faults = new Faults(clock, options.seed);
  const app = openApp(clock, faults);

  const firstWorld = comeBack(state, build, options.seed, clock.now());
  const fhir = registerFhir(app, {
    verifyAccessToken: async (token) =>
      await interior.pool.claimsOf(token, options.fhirChecksRevocation ?? false),
    clock,
    world: firstWorld,
  });
  const furnish = async (world: World, silent: boolean): Promise<Interior> => {
    const pool = await createPool({
      persons: personsOf(world, world.seed),
      seed: world.seed,
      clock,
      state,
      accessValidS: options.accessValidS ?? DEFAULT_ACCESS_VALID_S,
    });
    const live = startLive(
      world,
      clock,
      fhir.append,
      silent || everyMs === 0 ? { paused: true } : { everyMs },
    );
    return { world, pool, identityPool: createIdentityPool(pool, world.seed, clock), live };
  };
  const refurnish = async (world: World, silent: boolean): Promise<void> => {
    interior.live.stop();
    state.renew();
    noteWorld(state, world);
    faults.arm([]);
    fhir.setQuirks(NO_QUIRKS);
    fhir.load(world);
    interior = await furnish(world, silent);
  };
  let interior = await furnish(firstWorld, false);

  registerAwsJson(
    app,
    () => [interior.pool.service, interior.identityPool.service],
    (request, name, operation) => {
      interior.identityPool.authorise(request, name, operation);
    },
  );
  app.get(`/${USER_POOL_ID}/.well-known/jwks.json`, () => interior.pool.jwks());
  registerControl(app, {
    clock,
    faults,
    fhir,
    pool: () => interior.pool,
    live: () => interior.live,
    reset: async () => {
      await refurnish({ ...interior.world, events: [], attacks: [] }, true);
    },
    seed: async (seed) => {
      await refurnish(build(seed ?? interior.world.seed, clock.now()), false);
    },
  });
  app.addHook('onClose', () => {
    interior.live.stop();
  });
  return {
    urls: urlsAt(await app.listen({ host: HOST, port: options.port })),
    clock,
    fhir,
    live: () => interior.live,
    close: async () => {
      await app.close();
    },
  };
}
