import path from 'node:path';
import { expect, it } from 'vitest';
import { settingsFileFrom } from './arguments.ts';

it.each([
  [[], '/profile/settings.json'],
  [['--settings='], '/profile/settings.json'],
  [['electron', 'out/main.js', '--settings=/etc/console.json'], '/etc/console.json'],
  [['--settings=/a.json', '--settings=/b.json'], '/b.json'],
])('%o → %s', (argv, expected) => {
  expect(settingsFileFrom(argv, '/profile')).toBe(path.resolve(expected));
});
