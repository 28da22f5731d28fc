import { expect, it } from 'vitest';
import { readSettings } from './settings.ts';

it('reads a port, and takes the rest as a matter of course', () => {
  expect(readSettings(['--port', '0'])).toEqual({
    port: 0,
    seed: 'medminder',
    stateDir: undefined,
    accessValidS: 3600,
    fhirChecksRevocation: false,
    liveEveryMs: 1000,
    quiet: false,
  });
  expect(
    readSettings(['--port', '8080', '--seed', '7', '--access-minutes', '5', '--live-ms', '0', '--quiet']),
  ).toMatchObject({
    port: 8080,
    seed: '7',
    accessValidS: 300,
    liveEveryMs: 0,
    quiet: true,
  });
});

it.each([
  ['a port that is a word', ['--port', 'high']],
  ['a port that is none', ['--port', '70000']],
  ['no port', []],
  ['an empty port', ['--port', '']],
  ['tokens shorter than Cognito allows', ['--port', '0', '--access-minutes', '1']],
  ['tokens longer than Cognito allows', ['--port', '0', '--access-minutes', '1441']],
  ['live events faster than at once', ['--port', '0', '--live-ms', '-1']],
  ['an option it does not know', ['--port', '0', '--what']],
])('refuses %s', (_name, args) => {
  expect(() => readSettings(args)).toThrow(Error);
});
