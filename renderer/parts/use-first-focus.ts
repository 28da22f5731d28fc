import { useEffect, useRef, type RefObject } from 'react';

/** Puts the cursor into the field that a page is there for: when it appears, and again after each failure. */
export function useFirstFocus(failure: unknown): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null);
  // oxlint-disable-next-line react/exhaustive-effect-dependencies -- each new failure is a reason to focus again
  useEffect(() => field.current?.focus(), [failure]);
  return field;
}
