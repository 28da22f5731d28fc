import type { Session } from 'electron';
import { describe, expect, it } from 'vitest';
import { guardPermissions, mayHave } from './permissions.ts';

const DENIED = [
  'media',
  'geolocation',
  'notifications',
  'midi',
  'midiSysex',
  'pointerLock',
  'fullscreen',
  'openExternal',
  'clipboard-read',
  'display-capture',
  'mediaKeySystem',
  'idle-detection',
  'hid',
  'serial',
  'usb',
  'storage-access',
  'window-management',
  'fileSystem',
  'unknown',
];

it.each(DENIED)('denies %s', (permission) => {
  expect(mayHave(permission, 'app://console/')).toBe(false);
});

it('lets only the app itself copy a text', () => {
  expect(mayHave('clipboard-sanitized-write', 'app://console/')).toBe(true);
  expect(mayHave('clipboard-sanitized-write', 'https://example.org/')).toBe(false);
});

describe('guardPermissions', () => {
  type Request = Parameters<Session['setPermissionRequestHandler']>[0];
  type Check = Parameters<Session['setPermissionCheckHandler']>[0];
  type Device = Parameters<Session['setDevicePermissionHandler']>[0];
  const installed: { request?: Request; check?: Check; device?: Device } = {};
  guardPermissions({
    setPermissionRequestHandler: (handler) => (installed.request = handler),
    setPermissionCheckHandler: (handler) => (installed.check = handler),
    setDevicePermissionHandler: (handler) => (installed.device = handler),
  });

  function ask(permission: string, details: object): boolean | undefined {
    let answer: boolean | undefined;
    const request = installed.request as unknown as (...args: unknown[]) => void;
    request(null, permission, (granted: boolean) => (answer = granted), details);
    return answer;
  }

  it('answers requests', () => {
    expect(ask('media', { isMainFrame: true, requestingUrl: 'app://console/' })).toBe(false);
    expect(ask('clipboard-sanitized-write', { isMainFrame: true, requestingUrl: 'app://console/' })).toBe(
      true,
    );
    expect(ask('clipboard-sanitized-write', { isMainFrame: false, requestingUrl: 'app://console/' })).toBe(
      false,
    );
  });

  it('answers checks, also without an address', () => {
    const check = installed.check as unknown as (...args: unknown[]) => boolean;
    expect(check(null, 'geolocation', '', { isMainFrame: true, requestingUrl: 'app://console/' })).toBe(
      false,
    );
    expect(check(null, 'clipboard-sanitized-write', '', { isMainFrame: true })).toBe(false);
  });

  it('gives no device', () => {
    const device = installed.device as unknown as (details: object) => boolean;
    expect(device({ deviceType: 'usb' })).toBe(false);
  });
});
