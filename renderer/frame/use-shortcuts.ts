import { useEffect, useEffectEvent } from 'react';
import type { KeyPress } from '../keyboard/table-keys.ts';
import type { Commands } from './commands.ts';
import type { DeskName } from './desks.ts';

export type Shortcut =
  | { readonly kind: 'palette' | 'lock' | 'search' | 'shortcuts' | 'zone' }
  | { readonly kind: 'desk'; readonly index: number };

/** What a key press means anywhere on the page; null for nothing. While typing, only combinations count. */
export function shortcutOf(press: KeyPress, typing: boolean): Shortcut | null {
  if (press.altKey) return null;
  if (press.ctrlKey || press.metaKey) {
    const key = press.key.toLowerCase();
    if (key === 'k') return { kind: 'palette' };
    if (key === 'l') return { kind: 'lock' };
    return /^[1-9]$/.test(key) ? { kind: 'desk', index: Number(key) - 1 } : null;
  }
  if (typing) return null;
  if (press.key === '/') return { kind: 'search' };
  if (press.key === '?') return { kind: 'shortcuts' };
  if (press.key === 'u') return { kind: 'zone' };
  return null;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}

export function useShortcuts(commands: Commands, desks: readonly DeskName[]): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    // A dialog has the keyboard to itself, except for the lock.
    const inDialog = document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
    const shortcut = event.defaultPrevented ? null : shortcutOf(event, isTyping(event.target));
    if (shortcut === null || (inDialog && shortcut.kind !== 'lock')) return;
    event.preventDefault();
    if (shortcut.kind === 'desk') {
      const desk = desks[shortcut.index];
      if (desk !== undefined) commands.go(desk);
      return;
    }
    const run = {
      palette: commands.openPalette,
      lock: commands.lock,
      search: commands.search,
      shortcuts: commands.openShortcuts,
      zone: commands.toggleZone,
    }[shortcut.kind];
    run();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}
