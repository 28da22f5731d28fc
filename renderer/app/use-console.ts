import { useEffect, useState, type ComponentType } from 'react';
import type { SignedIn } from '../api/signed-in.ts';

type Console = ComponentType<{ readonly session: SignedIn }>;

let loaded: Console | null = null;

/** Fetches the console's code. The door is painted without waiting for it. */
export async function loadConsole(): Promise<Console> {
  const { Entered: component } = await import('./Entered.tsx');
  loaded = component;
  return component;
}

/**
 * The console, null until its code is there. Not `lazy`: React holds back what was suspended for 300 ms after it showed a
 * fallback, even when the code had come long before.
 */
export function useConsole(): Console | null {
  const [component, setComponent] = useState<Console | null>(() => loaded);
  useEffect(() => {
    if (component === null) void loadConsole().then((console) => setComponent(() => console));
  }, [component]);
  return component;
}
