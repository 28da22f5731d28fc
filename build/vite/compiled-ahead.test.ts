import { expect, it } from 'vitest';
import { hint, type HintedFile } from './compiled-ahead.ts';

it('begins the named files with the hint, moves their source maps along, and leaves the others', () => {
  const map = JSON.stringify({ version: 3, mappings: 'AAAA;BBBB' });
  const bundle: Record<string, HintedFile> = {
    'a.js': { type: 'chunk', name: 'desk', code: 'desk();' },
    'a.js.map': { type: 'asset', source: map },
    'b.js': { type: 'chunk', name: 'door', code: 'door();' },
    'b.js.map': { type: 'asset', source: map },
    'desk.css': { type: 'asset', name: 'desk', source: 'p {}' },
  };
  hint(bundle, new Set(['desk']));
  expect(bundle['a.js']?.code).toBe('//# allFunctionsCalledOnLoad\ndesk();');
  expect(JSON.parse(String(bundle['a.js.map']?.source))).toEqual({ version: 3, mappings: ';AAAA;BBBB' });
  expect(bundle['b.js']?.code).toBe('door();');
  expect(bundle['b.js.map']?.source).toBe(map);
  expect(bundle['desk.css']?.source).toBe('p {}');
});
