import { describe, expect, it } from 'vitest';
import { Permissions } from './permissions.ts';

function granted(permissions: Permissions): string[][] {
  const told: string[][] = [];
  permissions.grant({}, 'app://console', (types) => told.push(types));
  return told;
}

describe('permissions', () => {
  it('grants nothing unless a check handler does', () => {
    const permissions = new Permissions();
    permissions.request = (_contents, _permission, callback) => {
      callback(true);
    };
    expect(granted(permissions)).toEqual([[]]);
  });

  it('asks the request handler for what the check handler grants, and for nothing else', () => {
    const permissions = new Permissions();
    const asked: unknown[] = [];
    permissions.check = (_contents, permission) => permission === 'media' || permission === 'geolocation';
    permissions.request = (_contents, permission, callback, { requestingUrl }) => {
      asked.push([permission, requestingUrl]);
      callback(permission === 'media');
    };
    expect(granted(permissions)).toEqual([['audioCapture', 'videoCapture']]);
    expect(asked).toEqual([
      ['geolocation', 'app://console/'],
      ['media', 'app://console/'],
    ]);
  });

  it('waits for nobody, and grants when the answer comes', () => {
    const permissions = new Permissions();
    let late: (allowed: boolean) => void = () => undefined;
    permissions.check = (_contents, permission) => permission === 'geolocation';
    permissions.request = (_contents, _permission, callback) => {
      late = callback;
    };
    const told = granted(permissions);
    late(true);
    expect(told).toEqual([[], ['geolocation']]);
  });
});
