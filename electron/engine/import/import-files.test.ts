import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importFiles } from './import-files.ts';
import type { ImportBatch, ImportCheckpoint } from './protocol.ts';
import { auditEvent } from './testing/samples.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'medminder-import-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function put(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, content);
  return file;
}

class Interrupted extends Error {}

interface Outcome {
  readonly events: string[];
  readonly notes: string[];
  readonly batches: ImportBatch[];
}

const empty = (): Outcome => ({ events: [], notes: [], batches: [] });

/** Imports into `outcome`; gives up after `keep` batches, as a crash would. */
async function run(
  outcome: Outcome,
  paths: readonly string[] = [folder],
  checkpoint: ImportCheckpoint | null = null,
  keep = Infinity,
  between: () => void = () => undefined,
): Promise<Outcome> {
  let kept = 0;
  await importFiles({ paths, checkpoint }, async (batch) => {
    if (kept === keep) throw new Interrupted();
    kept += 1;
    outcome.batches.push(batch);
    for (const { start, end, place, resourceId } of batch.events) {
      outcome.events.push(
        `${place.file} ${place.positionUnit} ${place.position} ${resourceId} ${Buffer.from(batch.bytes.subarray(start, end)).toString('utf8')}`,
      );
    }
    for (const { code, place } of [...batch.refusals, ...batch.remarks]) {
      outcome.notes.push(`${code} ${place.file} ${place.positionUnit} ${place.position}`);
    }
    between();
    await Promise.resolve();
  }).catch((error: unknown) => {
    if (!(error instanceof Interrupted)) throw error;
  });
  return outcome;
}

const notesOf = async (paths?: readonly string[]): Promise<string[]> => (await run(empty(), paths)).notes;
const lines = (...ids: string[]): string => ids.map((id) => `${auditEvent(id)}\n`).join('');
const idsOf = ({ events }: Outcome): (string | undefined)[] => events.map((event) => event.split(' ')[3]);

describe('files in a folder', () => {
  it('reads every format by its content, in the order of the bytes of their names', async () => {
    put('b/one.txt', JSON.stringify(JSON.parse(auditEvent('single')), null, 2));
    put('a.json', lines('l-1', 'l-2'));
    put('a/bundle', `{"resourceType":"Bundle","entry":[{"resource":${auditEvent('b-1')}}]}`);
    put('c.ndjson', gzipSync(lines('z-1')));
    put('.DS_Store', 'junk');
    put('Z.list', `[${auditEvent('t-1')}]`);
    const outcome = await run(empty());
    expect(outcome.events.map((event) => event.split(' ').slice(0, 4).join(' '))).toEqual([
      'Z.list entry 1 t-1',
      'a/bundle entry 1 b-1',
      'a.json line 1 l-1',
      'a.json line 2 l-2',
      'b/one.txt file 0 single',
      'c.ndjson line 1 z-1',
    ]);
    expect(outcome.notes).toEqual([]);
    const last = outcome.batches.at(-1)!;
    expect(last.done).toBe(last.total);
    expect(last.checkpoint.filesDone).toBe(5);
  });

  it('names a single file by its name, and folders given together by theirs', async () => {
    const file = put('x/one.ndjson', lines('a'));
    expect((await run(empty(), [file])).events[0]).toMatch(/^one\.ndjson line 1 a /);
    put('y/two.ndjson', lines('b'));
    expect(
      (await run(empty(), [join(folder, 'y'), file])).events.map((event) => event.split(' ')[0]),
    ).toEqual(['one.ndjson', 'y/two.ndjson']);
  });

  it.each([
    ['an empty file', '', 'item/empty-file'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d]), 'item/unknown-format'],
    ['UTF-16', Buffer.from(auditEvent('a'), 'utf16le'), 'item/not-utf8'],
    ['a gzip of nothing', gzipSync(''), 'item/empty-file'],
    ['a gzip in a gzip', gzipSync(gzipSync(auditEvent('a'))), 'item/unknown-format'],
    ['a gzip cut in its header', gzipSync('x').subarray(0, 6), 'item/truncated'],
    [
      'a gzip of no known method',
      Buffer.from([0x1f, 0x8b, 9, 0, 0, 0, 0, 0, 0, 0, 1, 2]),
      'item/damaged-gzip',
    ],
    ['another resource', '{"resourceType":"Patient"}', 'item/not-audit-event'],
  ])('refuses %s as a whole', async (_, content, code) => {
    put('file', content);
    expect(await notesOf()).toEqual([`${code} file file 0`]);
  });

  it('follows no link, opens no pipe, and says so', async () => {
    put('outside/secret.ndjson', lines('secret'));
    put('in/good.ndjson', lines('good'));
    symlinkSync('good.ndjson', join(folder, 'in', 'again.ndjson'));
    symlinkSync('../outside', join(folder, 'in', 'elsewhere'));
    symlinkSync('../outside/secret.ndjson', join(folder, 'in', 'out.ndjson'));
    symlinkSync('nowhere', join(folder, 'in', 'dangling'));
    symlinkSync('..', join(folder, 'in', 'up'));
    execFileSync('mkfifo', [join(folder, 'in', 'pipe')]);
    const outcome = await run(empty(), [join(folder, 'in')]);
    expect(idsOf(outcome)).toEqual(['good']);
    expect(outcome.notes).toEqual([
      'item/file-unreadable dangling file 0',
      'item/link-outside elsewhere file 0',
      'item/link-outside out.ndjson file 0',
      'item/not-a-file pipe file 0',
      'item/link-outside up file 0',
    ]);
  });

  it('reads what a person points at, be it a link, a pipe or not there', async () => {
    put('real/a.ndjson', lines('a'));
    symlinkSync('real', join(folder, 'link'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(idsOf(await run(empty(), [join(folder, 'link')]))).toEqual(['a']);
    expect(await notesOf([join(folder, 'pipe')])).toEqual(['item/not-a-file pipe file 0']);
    expect(await notesOf([join(folder, 'gone')])).toEqual(['item/file-unreadable gone file 0']);
  });

  it('takes names that are no UTF-8', async () => {
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x66, 0xff, 0xfe])]), lines('a'));
    put('\u202Egpj.ndjson', lines('b'));
    const outcome = await run(empty());
    expect(outcome.events.map((event) => event.split(' ')[0])).toEqual(['f\uFFFD\uFFFD', '\u202Egpj.ndjson']);
  });

  it.skipIf(process.getuid?.() === 0)('says of a file that it may not read', async () => {
    chmodSync(put('locked', lines('a')), 0);
    expect(await notesOf()).toEqual(['item/file-unreadable locked file 0']);
  });

  it('says of a folder that is nested without end', async () => {
    put(`${'d/'.repeat(70)}deep.ndjson`, lines('a'));
    expect(await notesOf()).toEqual([`item/too-deep ${'d/'.repeat(65).slice(0, -1)} file 0`]);
  });
});

it('reads on behind a hundred thousand resources of other types, and gives up what holds nothing', async () => {
  const patient = `{"resourceType":"Patient","id":"p","gender":"unknown","birthDate":"1970-01-01"}\n`;
  put('a.ndjson', patient.repeat(100_002) + auditEvent('behind'));
  put('b.ndjson', '{}\n'.repeat(400_000) + auditEvent('lost'));
  const outcome = await run(empty());
  expect(idsOf(outcome)).toEqual(['behind']);
  expect(outcome.notes.filter((note) => note.includes('unknown-format'))).toEqual([
    expect.stringContaining('b.ndjson'),
  ]);
});

describe('gzip', () => {
  const many = Array.from({ length: 5_000 }, (_, index) => `n-${index}`);

  it('reads all members, and padding behind them', async () => {
    put(
      'a.gz',
      Buffer.concat([
        gzipSync(lines('a')),
        gzipSync(lines('b').slice(0, 20)),
        gzipSync(lines('b').slice(20)),
        Buffer.alloc(700),
      ]),
    );
    const outcome = await run(empty());
    expect([idsOf(outcome), outcome.notes]).toEqual([['a', 'b'], []]);
  });

  it('reads members that end anywhere', async () => {
    const parts = Array.from({ length: 3_000 }, (_, index) => gzipSync(lines(`m-${index}`)));
    put('a.gz', Buffer.concat(parts));
    expect((await run(empty())).events.length).toBe(3_000);
  });

  it('takes the good lines of one that is cut, with one line that says so', async () => {
    const whole = gzipSync(lines(...many));
    put('a.gz', whole.subarray(0, whole.length / 2));
    const { events, notes } = await run(empty());
    expect(events.length).toBeGreaterThan(1_000);
    expect(notes).toEqual([`item/truncated a.gz line ${events.length + 1}`]);
  });

  it('says of one that ends before its checksum', async () => {
    put('a.gz', gzipSync(lines('a')).subarray(0, -4));
    const outcome = await run(empty());
    expect([idsOf(outcome), outcome.notes]).toEqual([['a'], ['item/truncated a.gz file 0']]);
  });

  it('says of a wrong checksum, and of what stands behind the end', async () => {
    const wrong = gzipSync(lines('a'));
    wrong.writeUInt32LE(1, wrong.length - 8);
    put('a.gz', wrong);
    put('b.gz', Buffer.concat([gzipSync(lines('b')), Buffer.from('something')]));
    put('c.gz', Buffer.concat([gzipSync(lines('c')), Buffer.from([0, 0, 0x1f, 0x8b])]));
    const outcome = await run(empty());
    expect(idsOf(outcome)).toEqual(['a', 'b', 'c']);
    expect(outcome.notes).toEqual(['a.gz', 'b.gz', 'c.gz'].map((name) => `item/damaged-gzip ${name} file 0`));
  });

  it('takes the good lines of one that is damaged in the middle', async () => {
    // A block of the type that deflate does not have.
    const broken = Buffer.concat([gzipSync('x').subarray(0, 10), Buffer.alloc(50, 0xff)]);
    put('a.gz', Buffer.concat([gzipSync(lines('a', 'b')), gzipSync(lines('c').slice(0, 30)), broken]));
    const outcome = await run(empty());
    expect(idsOf(outcome)).toEqual(['a', 'b']);
    expect(outcome.notes).toEqual(['item/truncated a.gz line 3', 'item/damaged-gzip a.gz file 0']);
  });

  it('stops at a bomb, and takes what is beside it', async () => {
    const member = gzipSync(Buffer.alloc(64 * 1024 * 1024, 'a'));
    put('bomb.gz', Buffer.concat([gzipSync(lines('a')), member, member, member, member, member, member]));
    put('c.ndjson', lines('c'));
    const outcome = await run(empty());
    expect([idsOf(outcome), outcome.notes]).toEqual([['a', 'c'], ['item/gzip-bomb bomb.gz file 0']]);
  });
});

describe('what changes while it is read', () => {
  it('says of a file that grows, and keeps what was read', async () => {
    const many = Array.from({ length: 15_000 }, (_, index) => `n-${index}`);
    const file = put('a.ndjson', lines(...many));
    let grown = false;
    const outcome = await run(empty(), [folder], null, Infinity, () => {
      if (!grown) appendFileSync(file, lines('late'));
      grown = true;
    });
    expect(outcome.events.length).toBe(15_000);
    expect(outcome.notes).toEqual(['item/file-changed a.ndjson file 0']);
  });

  it('says of files that come and go', async () => {
    put('a.ndjson', lines(...Array.from({ length: 1_000 }, (_, index) => `n-${index}`)));
    const gone = put('b.ndjson', lines('b'));
    put('c.ndjson', lines('c'));
    let changed = false;
    const outcome = await run(empty(), [folder], null, Infinity, () => {
      if (changed) return;
      changed = true;
      rmSync(gone);
      rmSync(join(folder, 'c.ndjson'));
      put('c.ndjson', lines('other'));
      put('d.ndjson', lines('d'));
    });
    expect(outcome.events.length).toBe(1_000);
    expect(outcome.notes.slice(0, 1)).toEqual(['item/file-unreadable b.ndjson file 0']);
    expect(outcome.notes.at(-1)).toBe('item/file-changed d.ndjson file 0');
  });

  it('says of a file that was changed between two runs, and goes on behind it', async () => {
    const file = put('a.ndjson', lines(...Array.from({ length: 1_500 }, (_, index) => `n-${index}`)));
    put('b.ndjson', lines('b'));
    const outcome = await run(empty(), [folder], null, 1);
    utimesSync(file, 1, 1);
    await run(outcome, [folder], outcome.batches.at(-1)!.checkpoint);
    expect(idsOf(outcome)).toEqual([...Array.from({ length: 500 }, (_, index) => `n-${index}`), 'b']);
    expect(outcome.notes).toEqual(['item/file-changed a.ndjson file 0']);
  });

  it('says of a folder that lost or won a file among those that were done', async () => {
    for (const name of ['a', 'b', 'c'])
      put(`${name}.ndjson`, lines(...Array.from({ length: 500 }, (_, index) => `${name}-${index}`)));
    const outcome = await run(empty(), [folder], null, 2);
    put('0.ndjson', lines('0'));
    await run(outcome, [folder], outcome.batches.at(-1)!.checkpoint);
    expect(new Set(idsOf(outcome)).size).toBe(1_500);
    expect(outcome.notes).toEqual([expect.stringMatching(/^item\/file-changed medminder-import-/)]);
  });
});

describe('an interruption anywhere', () => {
  it('and going on gives what one run gives, each once', async () => {
    const ids = (name: string, count: number): string[] =>
      Array.from({ length: count }, (_, index) => `${name}-${index}`);
    put('a.ndjson', `${lines(...ids('a', 700))}{oops\n${lines(...ids('aa', 700))}`);
    put(
      'b.json',
      `{"resourceType":"Bundle","entry":[${ids('b', 1_200)
        .map((id) => `{"resource":${auditEvent(id, ',"x":9007199254740993')}}`)
        .join(',')},{"resource":{nope}}]}`,
    );
    put('c.gz', gzipSync(lines(...ids('c', 900))));
    for (const id of ids('d', 40)) put(`d/${id}.json`, auditEvent(id));
    put('e', '');
    const whole = await run(empty());
    expect(whole.events.length).toBe(700 + 700 + 1_200 + 900 + 40);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 6 }),
        async (keeps) => {
          const outcome = empty();
          for (const keep of [...keeps, Infinity]) {
            await run(outcome, [folder], outcome.batches.at(-1)?.checkpoint ?? null, keep);
          }
          expect(outcome.events).toEqual(whole.events);
          expect(outcome.notes.toSorted()).toEqual(whole.notes.toSorted());
        },
      ),
      { numRuns: 15 },
    );
  });
});

/** A file system that takes holes larger than any disk. */
const HOLES = '/dev/shm';

it.skipIf(!existsSync(HOLES))(
  'counts no further than numbers go, whatever size a file says it has',
  async () => {
    const huge = mkdtempSync(join(HOLES, 'medminder-import-'));
    try {
      for (const name of ['a.json', 'b.json']) {
        writeFileSync(join(huge, name), 'no JSON');
        truncateSync(join(huge, name), Number.MAX_SAFE_INTEGER);
      }
      const { notes, batches } = await run(empty(), [huge]);
      expect(notes).toHaveLength(2);
      for (const { done, total, checkpoint } of batches) {
        for (const amount of [done, total, checkpoint.bytesDone, checkpoint.current?.offset ?? 0]) {
          expect(Number.isSafeInteger(amount)).toBe(true);
        }
      }
    } finally {
      rmSync(huge, { recursive: true });
    }
  },
);
