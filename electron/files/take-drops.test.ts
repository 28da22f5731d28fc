import { describe, expect, it } from 'vitest';
import { takeDrops, type FileDrag } from './take-drops.ts';

type Listener = (event: FileDrag) => void;

/** A window with the drop listeners on it; `paths` says which files a person has really given. */
function listening(paths: ReadonlyMap<File, string>): {
  fire: (name: string, data: FileDrag['dataTransfer']) => { prevented: boolean };
  sent: (readonly string[])[];
  phases: boolean[];
} {
  const listeners = new Map<string, Listener>();
  const phases: boolean[] = [];
  const sent: (readonly string[])[] = [];
  takeDrops(
    {
      addEventListener: (name, listener, { capture }) => {
        listeners.set(name, listener);
        phases.push(capture);
      },
    },
    { pathOf: (file) => paths.get(file) ?? '', send: (each) => sent.push(each) },
  );
  const fire = (name: string, dataTransfer: FileDrag['dataTransfer']): { prevented: boolean } => {
    const told = { prevented: false };
    listeners.get(name)?.({
      dataTransfer,
      preventDefault: () => {
        told.prevented = true;
      },
    });
    return told;
  };
  return { fire, sent, phases };
}

const given = new File([], 'given.ndjson');
const made = new File(['x'], 'given.ndjson');
const folder = new File([], 'exports');
const paths = new Map([
  [given, '/home/ruth/given.ndjson'],
  [folder, '/home/ruth/exports'],
]);

describe('drops', () => {
  it.each([
    ['a file', [given], [['/home/ruth/given.ndjson']]],
    ['a file and a folder', [given, folder], [['/home/ruth/given.ndjson', '/home/ruth/exports']]],
    ['a file that the page has made up', [made], []],
    ['one of each', [made, given], [['/home/ruth/given.ndjson']]],
    ['no file at all', [], []],
  ])('%s', (_what, files, expected) => {
    const { fire, sent } = listening(paths);
    expect(fire('drop', { types: ['Files'], files }).prevented).toBe(true);
    expect(sent).toEqual(expected);
  });

  it('comes before every listener of the page', () => {
    expect(listening(paths).phases).toEqual([true, true]);
  });

  it('lets files be dropped, and never opened', () => {
    const { fire } = listening(paths);
    expect(fire('dragover', { types: ['Files'], files: [] }).prevented).toBe(true);
  });

  it.each([
    ['text', { types: ['text/plain'], files: [] }],
    ['nothing', null],
  ])('leaves dragged %s alone', (_what, data) => {
    const { fire, sent } = listening(paths);
    expect(fire('dragover', data).prevented).toBe(false);
    expect(fire('drop', data).prevented).toBe(false);
    expect(sent).toEqual([]);
  });
});
