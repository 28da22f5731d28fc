import { useSyncExternalStore } from 'react';
import type { PayloadOf } from '../../shared/contract/pushes.ts';
import type { SessionState } from '../../shared/domain/session.ts';

export type EngineState = PayloadOf<'engine.state'>['state'];

/** What decides which page is shown at all. */
export interface DeskState {
  readonly session: SessionState;
  readonly engine: EngineState;
}

let current: DeskState = { session: { kind: 'starting' }, engine: 'running' };
const listeners = new Set<() => void>();
/** Counts answers, so that a slow first answer does not overwrite a newer push. */
let changes = 0;

function put(part: Partial<DeskState>): void {
  current = { ...current, ...part };
  changes += 1;
  for (const listener of listeners) listener();
}

/** Asks where the desk stands; a push that came meanwhile wins. */
export async function refreshSession(): Promise<void> {
  const before = changes;
  const answer = await window.medminder.call('session.state', {});
  if (changes !== before) return;
  if (answer.ok) put({ session: answer.value });
  else if (answer.error.code === 'engine/unavailable') put({ engine: 'restarting' });
  else put({ session: { kind: 'failed', error: answer.error } });
}

/** Begins to follow session and engine; the answer ends it. */
export function followDesk(): () => void {
  const stops = [
    window.medminder.listen('session.changed', (session) => put({ session })),
    window.medminder.listen('engine.state', ({ state }) => {
      put({ engine: state });
      if (state === 'running') void refreshSession();
    }),
  ];
  void refreshSession();
  return () => {
    for (const stop of stops) stop();
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useDeskState(): DeskState {
  return useSyncExternalStore(subscribe, () => current);
}
