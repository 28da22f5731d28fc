import { describe, expect, it } from 'vitest';
import { hasDisplay, secretServiceState } from './secret-service.mjs';
import type { BusCall } from './secret-service.mjs';
import { installLine, offersReal } from './system-packages.mjs';

const packages = { apt: ['dbus'], dnf: ['dbus-daemon'], pacman: ['dbus'] };

describe('installLine', () => {
  it.each([
    ['/usr/bin/apt-get', 'Type: sudo apt-get install -y --no-install-recommends dbus'],
    ['/usr/bin/dnf', 'Type: sudo dnf install -y dbus-daemon'],
    ['/usr/bin/pacman', 'Type: sudo pacman -S --needed dbus'],
    ['/sbin/apk', 'Install with your package manager: dbus'],
  ])('with %s: %s', (there, line) => {
    expect(installLine(packages, (program) => program === there)).toBe(line);
  });
});

describe('offersReal', () => {
  it.each([
    ['Debian', 'chromium:\n  Installed: (none)\n  Candidate: 140.0.7339.80-1~deb12u1\n', true],
    ['Ubuntu', 'chromium-browser:\n  Installed: (none)\n  Candidate: 2:1snap1-0ubuntu2\n', false],
    ['not offered', 'chromium:\n  Installed: (none)\n  Candidate: (none)\n', false],
    ['unknown', '', false],
  ])('%s', (_where, policy, real) => {
    expect(offersReal(policy)).toBe(real);
  });
});

describe('secretServiceState', () => {
  /** A bus that answers by the last word of the member. */
  const bus =
    (answers: Readonly<Record<string, string>>): BusCall =>
    (_destination, _path, member) =>
      answers[member.split('.').at(-1) ?? ''];
  const login = 'method return\n   object path "/org/freedesktop/secrets/collection/login"';
  const none = 'method return\n   object path "/"';
  const locked = (yes: boolean): string => `method return\n   variant       boolean ${yes}`;

  it.each([
    ['no bus', bus({}), true, 'absent'],
    ['an open collection', bus({ ReadAlias: login, Get: locked(false) }), false, 'usable'],
    ['a locked one and nobody to ask', bus({ ReadAlias: login, Get: locked(true) }), false, 'locked'],
    ['a locked one and a prompt', bus({ ReadAlias: login, Get: locked(true) }), true, 'usable'],
    ['none yet and nobody to ask', bus({ ReadAlias: none }), false, 'locked'],
    ['none yet and a prompt', bus({ ReadAlias: none }), true, 'usable'],
    ['a service that dies', bus({ ReadAlias: login }), true, 'absent'],
    ['words that are no reply', bus({ ReadAlias: 'hello' }), true, 'absent'],
  ] as const)('%s', (_what, call, display, state) => {
    expect(secretServiceState(call, { display })).toBe(state);
  });
});

describe('hasDisplay', () => {
  it.each([
    [{}, 'linux', false],
    [{ DISPLAY: '' }, 'linux', false],
    [{ DISPLAY: ':0' }, 'linux', true],
    [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', true],
    [{}, 'darwin', true],
    [{}, 'win32', true],
  ])('%j on %s: %s', (env, platform, display) => {
    expect(hasDisplay(env, platform)).toBe(display);
  });
});
