import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClock, createFixedClock } from '../clock.ts';
import { startLive } from './live.ts';
import type { AppendEvent } from './live.ts';
import { buildPatients, buildRelatives } from './patients.ts';
import { CLINICS, OUTSIDE_NETWORKS } from './places.ts';
import { createPrng } from './prng.ts';
import { buildStaff } from './staff.ts';
import type { World, WorldEvent } from './types.ts';

const NOON_MS = Date.parse('2026-11-19T18:00:00Z');

/** The people without their past: the stream needs no more. */
function peopleOnly(): World {
  const prng = createPrng('live-test');
  const staff = buildStaff(prng.fork('staff'));
  const patients = buildPatients(prng.fork('patients'), staff);
  return {
    seed: 'live-test',
    anchorMs: NOON_MS,
    clinics: CLINICS,
    outsideNetworks: OUTSIDE_NETWORKS,
    staff,
    patients,
    relatives: buildRelatives(prng.fork('relatives'), patients),
    events: [],
    attacks: [],
  };
}

describe('the live stream', () => {
  const world = peopleOnly();
  let events: WorldEvent[];
  let append: AppendEvent;

  beforeEach(() => {
    vi.useFakeTimers();
    events = [];
    append = (write) => {
      const event = write(NOON_MS * 1000 + events.length);
      events.push(event);
      return event;
    };
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('brings about one event a second, recorded just before the clock', () => {
    const stream = startLive(world, createFixedClock(NOON_MS), append);
    vi.advanceTimersByTime(60_000);
    expect(events.length).toBeGreaterThan(45);
    expect(events.length).toBeLessThan(80);
    for (const event of events) {
      const agoMs = NOON_MS - Date.parse(event.recorded);
      expect(agoMs).toBeGreaterThanOrEqual(0);
      expect(agoMs).toBeLessThan(2000);
      expect(JSON.parse(event.json)).toMatchObject({ resourceType: 'AuditEvent', id: event.id });
    }
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
    stream.stop();
  });

  it('pauses, resumes and stops, and emits on demand all the while', () => {
    const stream = startLive(world, createFixedClock(NOON_MS), append, { paused: true });
    vi.advanceTimersByTime(10_000);
    expect(stream.running).toBe(false);
    expect(events).toHaveLength(0);
    expect(stream.emit(5)).toHaveLength(5);
    stream.resume();
    vi.advanceTimersByTime(10_000);
    expect(events.length).toBeGreaterThan(8);
    stream.pause();
    const before = events.length;
    vi.advanceTimersByTime(10_000);
    expect(events).toHaveLength(before);
    stream.stop();
    stream.resume();
    vi.advanceTimersByTime(10_000);
    expect(events).toHaveLength(before);
  });

  it('tells the same story for the same seed and time', () => {
    const first = startLive(world, createFixedClock(NOON_MS), append, { paused: true }).emit(200);
    events = [];
    const second = startLive(world, createFixedClock(NOON_MS), append, { paused: true }).emit(200);
    expect(second).toEqual(first);
  });

  it('follows the clock: the staff of the night are not those of the day', () => {
    const workers = (atMs: number): Set<string> => {
      const stream = startLive(
        world,
        createClock(() => atMs),
        append,
        { paused: true },
      );
      return new Set(
        stream
          .emit(300)
          .flatMap((event) =>
            [...event.json.matchAll(/Practitioner\/([0-9a-f-]+)/gu)].map((one) => one[1] ?? ''),
          ),
      );
    };
    const day = workers(NOON_MS);
    const night = workers(NOON_MS + 13 * 3_600_000);
    expect(day.size).toBeGreaterThan(night.size);
    expect(night.size).toBeGreaterThan(0);
    expect([...night].every((one) => day.has(one))).toBe(false);
  });
});
