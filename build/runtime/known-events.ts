import type { EventEmitter } from 'node:events';
import { NotInRuntimeError } from './closed.ts';
import { warnOnce } from './warn-once.ts';

/** What an emitter of the runtime can tell. */
export interface KnownEvents {
  readonly fires: readonly string[];
  /** May be listened to, for the app does, but cannot be learnt here: each is said once on stderr. */
  readonly neverFires?: readonly string[];
}

/** Events of `EventEmitter` itself. */
const OWN_EVENTS: readonly string[] = ['newListener', 'removeListener'];

/**
 * Lets nobody wait for an event that will not come: `on` and `once` throw by name for an event that the runtime does not
 * have, as reading an absent property does.
 */
export function knowEvents<T extends EventEmitter>(name: string, emitter: T, events: KnownEvents): T {
  const fires = new Set([...OWN_EVENTS, ...events.fires]);
  const neverFires = new Set(events.neverFires);
  // Node tells of a listener before it adds it; what is thrown here reaches the caller of `on`.
  emitter.on('newListener', (event: string | symbol) => {
    if (typeof event === 'symbol' || fires.has(event)) return;
    if (!neverFires.has(event)) throw new NotInRuntimeError(`${name} event ${event}`);
    warnOnce(`${name} event ${event} never comes`);
  });
  return emitter;
}
