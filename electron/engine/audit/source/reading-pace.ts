import type { Axis } from './capability.ts';

/**
 * How far back each read of the present reaches, so that an event which becomes visible after younger ones is not
 * missed: a little each time, far every now and then and at the start.
 */
export interface ReadingPace {
  readonly shallowOverlapMs: number;
  readonly deepOverlapMs: number;
  readonly deepEveryMs: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

export const READING: Readonly<Record<Axis, ReadingPace>> = {
  /** The server's own time of arrival: late only by the length of a transaction. */
  _lastUpdated: { shallowOverlapMs: 5 * SECOND_MS, deepOverlapMs: 5 * MINUTE_MS, deepEveryMs: MINUTE_MS },
  /** The time of the act: a device that was offline sends its events hours later. */
  date: { shallowOverlapMs: 2 * MINUTE_MS, deepOverlapMs: 24 * HOUR_MS, deepEveryMs: 10 * MINUTE_MS },
};
