import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileOfferSchema } from '../../../shared/domain/jobs.ts';
import { isAppError } from '../../../shared/errors.ts';
import { Offers } from './offers.ts';

let folder: string;
let nowMs: number;
let offers: Offers;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'offers-'));
  nowMs = 1_800_000_000_000;
  offers = new Offers(() => nowMs);
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function file(name: string, text = ''): Promise<string> {
  const whole = path.join(folder, name);
  await writeFile(whole, text);
  return whole;
}

/** What taking an offer comes to: its paths, or the code of the refusal. */
function taking(offerId: string, purpose: 'import' | 'export' = 'import'): readonly string[] | string {
  try {
    return offers.take(offerId, purpose).paths;
  } catch (error) {
    return isAppError(error) ? error.code : 'unforeseen';
  }
}

const GONE = 'files/offer-expired';

describe('an offer', () => {
  it('shows names and sizes, and no path', async () => {
    const inner = path.join(folder, 'exports');
    await mkdir(inner);
    const offer = await offers.add('import', [await file('a.ndjson', '12345'), inner]);
    expect(fileOfferSchema.parse(offer)).toMatchObject({
      entries: [
        { name: 'a.ndjson', kind: 'file', bytes: 5 },
        { name: 'exports', kind: 'folder', bytes: null },
      ],
      more: 0,
    });
    expect(JSON.stringify(offer)).not.toContain(folder);
  });

  it('follows no link', async () => {
    const target = await file('large', 'x'.repeat(10_000));
    const link = path.join(folder, 'link');
    await symlink(target, link);
    const toFolder = path.join(folder, 'link-to-folder');
    await symlink(folder, toFolder);
    const { entries } = await offers.add('import', [link, toFolder]);
    expect(entries.map(({ kind }) => kind)).toEqual(['file', 'file']);
    expect(entries[0]?.bytes).toBeLessThan(10_000);
  });

  it('keeps what cannot be looked at, for the import to say so', async () => {
    const absent = path.join(folder, 'absent');
    const { offerId, entries } = await offers.add('import', [absent]);
    expect(entries).toEqual([{ name: 'absent', kind: 'file', bytes: null }]);
    expect(offers.take(offerId, 'import').paths).toEqual([absent]);
  });

  it.skipIf(!existsSync('/dev/shm'))('says nothing of a size that no disk has', async () => {
    const holes = await mkdtemp('/dev/shm/offers-');
    try {
      // More than Node's own call takes.
      execFileSync('truncate', ['-s', '9000000000000000000', path.join(holes, 'huge')]);
      const offer = await offers.add('import', [path.join(holes, 'huge')]);
      expect(fileOfferSchema.parse(offer).entries).toEqual([{ name: 'huge', kind: 'file', bytes: null }]);
    } finally {
      await rm(holes, { recursive: true });
    }
  });

  it('counts what it does not list', async () => {
    const paths = Array.from({ length: 1_234 }, (_, n) => path.join(folder, `${n}.json`));
    const offer = await offers.add('import', paths);
    expect(fileOfferSchema.parse(offer)).toMatchObject({ more: 234 });
    expect(offer.entries).toHaveLength(1_000);
    expect(offers.take(offer.offerId, 'import').paths).toHaveLength(1_234);
  });
});

describe('taking', () => {
  it('gives the paths once', async () => {
    const whole = await file('a');
    const { offerId } = await offers.add('import', [whole]);
    expect(offers.take(offerId, 'import')).toMatchObject({ purpose: 'import', paths: [whole] });
    expect(taking(offerId)).toBe(GONE);
  });

  it('gives nothing for another purpose, and leaves the offer', async () => {
    const { offerId } = await offers.add('import', [folder]);
    expect(taking(offerId, 'export')).toBe(GONE);
    expect(offers.take(offerId, 'import').paths).toEqual([folder]);
  });

  it.each([
    [10 * 60_000 - 1, 'there'],
    [10 * 60_000, 'gone'],
  ])('after %i ms it is %s', async (laterMs, expected) => {
    const { offerId } = await offers.add('import', [folder]);
    nowMs += laterMs;
    expect(taking(offerId)).toEqual(expected === 'there' ? [folder] : GONE);
  });

  it.each(['', 'no-such-offer', '__proto__'])('knows no offer %o', (offerId) => {
    expect(taking(offerId)).toBe(GONE);
  });

  it('forgets the oldest of too many', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 11; n++) ids.push((await offers.add('import', [folder])).offerId);
    expect(taking(ids[0] ?? '')).toBe(GONE);
    expect(offers.take(ids[1] ?? '', 'import').paths).toEqual([folder]);
  });
});

describe('the end of the session', () => {
  it('ends every offer', async () => {
    const { offerId } = await offers.add('import', [folder]);
    offers.close();
    expect(taking(offerId)).toBe(GONE);
  });

  it('takes nothing from a dialog that was answered too late', async () => {
    const adding = offers.add('import', [folder]);
    offers.close();
    await expect(adding).rejects.toMatchObject({ code: GONE });
  });
});

describe('an export', () => {
  it('goes into a folder', async () => {
    const { offerId } = await offers.add('export', [folder]);
    expect(offers.take(offerId, 'export').paths).toEqual([folder]);
  });

  it('goes nowhere else', async () => {
    const link = path.join(folder, 'link');
    await symlink(folder, link);
    for (const paths of [[await file('a')], [link], [path.join(folder, 'absent')], [folder, folder]]) {
      await expect(offers.add('export', paths)).rejects.toMatchObject({ code: 'files/not-writable' });
    }
  });
});
