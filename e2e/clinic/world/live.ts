import type { Clock } from '../clock.ts';
import { createCast, localDay, localMidnightMs, shiftOn } from './cast.ts';
import type { Cast } from './cast.ts';
import type { EventDraft } from './draft.ts';
import { signDraft } from './duty.ts';
import { familyVisit, patientVisit } from './family.ts';
import { createPrng } from './prng.ts';
import type { Prng } from './prng.ts';
import { stampEvent } from './stamp.ts';
import type { Staff, World, WorldEvent } from './types.ts';
import { workDraft } from './work.ts';

const HOUR_MS = 3_600_000;

/** Hands an event to the server, which says when it arrived (µs since the epoch). */
export type AppendEvent = (write: (lastUpdatedUs: number) => WorldEvent) => WorldEvent;

export interface LiveStream {
  /** Writes `count` events now, paused or not, and answers them. */
  emit(count: number): readonly WorldEvent[];
  pause(): void;
  resume(): void;
  /** Ends the stream for good. */
  stop(): void;
  readonly running: boolean;
}

export interface LiveOptions {
  /** Mean time between two events, real milliseconds; 1000 if not given. */
  readonly everyMs?: number;
  /** Start silent, for tests that call `emit`. */
  readonly paused?: boolean;
}

function onDuty(cast: Cast, nowMs: number): readonly Staff[] {
  return cast.staff.filter((staff) => {
    const clinic = cast.clinicOf(staff.clinicId);
    const today = localDay(clinic, nowMs);
    return [today - 1, today].some((day) => {
      const shift = shiftOn(staff, day);
      const hour = (nowMs - localMidnightMs(clinic, day)) / HOUR_MS;
      return shift !== undefined && hour >= shift.fromHour && hour < shift.toHour;
    });
  });
}

/** What ordinary life brings next at `nowMs`: one or a few events of one person. */
function nextDrafts(prng: Prng, cast: Cast, nowMs: number): readonly EventDraft[] {
  const staff = onDuty(cast, nowMs);
  const lot = prng.unit();
  if (staff.length > 0 && lot < 0.68) return [workDraft(prng, cast, prng.pick(staff), nowMs)];
  if (staff.length > 0 && lot < 0.74)
    return [signDraft(prng, cast, prng.pick(staff), prng.pick(['login', 'logout']), nowMs)];
  return lot < 0.9 ? patientVisit(prng, cast, nowMs) : familyVisit(prng, cast, nowMs);
}

/**
 * Goes on with the world's life at the clinic's clock: about one event every `everyMs`. Which event follows which is
 * decided by the seed and the clock's hour; when, by timers. The stream does not keep the process alive.
 */
export function startLive(
  world: World,
  clock: Clock,
  append: AppendEvent,
  options: LiveOptions = {},
): LiveStream {
  const everyMs = options.everyMs ?? 1000;
  // The anchor too: a clinic that is started again must not give old ids to new events.
  const prng = createPrng(`${world.seed}/live/${String(world.anchorMs)}`);
  const cast = createCast(world.clinics, world.staff, world.patients, world.relatives);
  const waiting: EventDraft[] = [];
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function emitOne(): WorldEvent {
    while (waiting.length === 0) waiting.push(...nextDrafts(prng, cast, clock.now()));
    const planned = waiting.shift();
    if (planned === undefined) throw new RangeError('nothing is waiting to happen');
    // Recorded a moment ago on the device, so that the arrival that the server stamps lies after it.
    const draft = { ...planned, atMs: clock.now() - prng.int(40, 900) };
    const id = prng.uuid();
    return append((lastUpdatedUs) => stampEvent(draft, id, '1', lastUpdatedUs));
  }

  function schedule(): void {
    timer = setTimeout(
      () => {
        emitOne();
        schedule();
      },
      everyMs * (0.5 + prng.unit()),
    );
    timer.unref();
  }

  function pause(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  if (options.paused !== true) schedule();
  return {
    emit: (count) => Array.from({ length: count }, () => emitOne()),
    pause,
    resume: () => {
      if (timer === undefined && !stopped) schedule();
    },
    stop: () => {
      stopped = true;
      pause();
    },
    get running() {
      return timer !== undefined;
    },
  };
}
