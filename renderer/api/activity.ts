import { useEffect } from 'react';

/** One touch in this time is enough: the idle lock counts minutes. */
export const TOUCH_EVERY_MS = 20_000;

/** Calls `act` at once and then at most once in `everyMs`. */
export function throttle(act: () => void, everyMs: number, now: () => number = Date.now): () => void {
  let lastAt = Number.NEGATIVE_INFINITY;
  return () => {
    const at = now();
    if (at - lastAt < everyMs) return;
    lastAt = at;
    act();
  };
}

/** Puts the idle lock off while a hand is on keyboard or mouse. */
export function useActivity(): void {
  useEffect(() => {
    const touch = throttle(() => void window.medminder.call('session.touch', {}), TOUCH_EVERY_MS);
    const kinds = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
    for (const kind of kinds) window.addEventListener(kind, touch, { passive: true, capture: true });
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, touch, { capture: true });
    };
  }, []);
}
