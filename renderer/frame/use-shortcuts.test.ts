import { describe, expect, it } from 'vitest';
import { shortcutOf } from './use-shortcuts.ts';

const press = (key: string, modifiers: object = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...modifiers,
});

describe('shortcutOf', () => {
  it.each([
    ['k', { ctrlKey: true }, { kind: 'palette' }],
    ['K', { metaKey: true }, { kind: 'palette' }],
    ['l', { ctrlKey: true }, { kind: 'lock' }],
    ['2', { ctrlKey: true }, { kind: 'desk', index: 1 }],
    ['/', {}, { kind: 'search' }],
    ['?', {}, { kind: 'shortcuts' }],
    ['u', {}, { kind: 'zone' }],
    ['k', {}, null],
    ['x', { ctrlKey: true }, null],
    ['l', { ctrlKey: true, altKey: true }, null],
  ] as const)('%s %j', (key, modifiers, expected) => {
    expect(shortcutOf(press(key, modifiers), false)).toEqual(expected);
  });

  it('leaves single keys to a field that is being typed in, and keeps the lock', () => {
    expect(shortcutOf(press('/'), true)).toBeNull();
    expect(shortcutOf(press('u'), true)).toBeNull();
    expect(shortcutOf(press('l', { ctrlKey: true }), true)).toEqual({ kind: 'lock' });
  });
});
