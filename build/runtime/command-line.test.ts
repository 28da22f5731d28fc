import { describe, expect, it } from 'vitest';
import { parseCommandLine } from './command-line.ts';

describe('command line', () => {
  it('finds the app behind the switches of Playwright, and hides them from it', () => {
    const line = parseCommandLine([
      '--no-sandbox',
      '--inspect=0',
      '--remote-debugging-port=0',
      'out/main.js',
      '--user-data-dir=/x',
      'more',
    ]);
    expect(line.app).toBe('out/main.js');
    expect(line.appArgv).toEqual(['out/main.js', '--user-data-dir=/x', 'more']);
    expect(line.playwright).toBe(true);
    expect(line.switches.get('user-data-dir')).toBe('/x');
  });

  it('opens no port on its own', () => {
    expect(parseCommandLine(['.', '--remote-debugging-port=9222']).playwright).toBe(false);
    expect(parseCommandLine(['.']).playwright).toBe(false);
  });
});
