import { useEffect, useState, type ComponentType } from 'react';
import type { SignedIn } from '../api/signed-in.ts';

type Console = ComponentType<{ readonly session: SignedIn }>;

let loaded: Console | null = null;

/** Letters that the trail's names are full of and the door has none of: each stands for a file of the page's font. */
const OTHER_LETTERS = 'Łạ';

/** Fetches the console's code. */
async function loadConsole(): Promise<Console> {
  const { Entered: component } = await import('./Entered.tsx');
  loaded = component;
  return component;
}

/**
 * Fetches what the console needs once the door is painted and takes the password, which must wait for none of it: the
 * code, and the fonts that would else come after the first rows and have them all laid out again.
 */
export function useConsoleAhead(atTheDoor: boolean): void {
  useEffect(() => {
    if (!atTheDoor) return undefined;
    let soon: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      soon = setTimeout(() => {
        void loadConsole();
        void document.fonts.load("1em 'Inter Variable'", OTHER_LETTERS);
      });
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(soon);
    };
  }, [atTheDoor]);
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
