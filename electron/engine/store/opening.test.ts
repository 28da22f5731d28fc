import { createHash, randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openReadable, openWritable } from './connection.ts';
import { quarantine } from './quarantine.ts';
import { DirectStore } from './testing/direct.ts';
import { ANCHOR_MS, bench, event, type Bench } from './testing/samples.ts';

let place: Bench;

beforeEach(() => {
  place = bench();
  const store = new DirectStore(place.file, place.databaseKey);
  store.append(
    Array.from({ length: 300 }, () => event()),
    ANCHOR_MS,
  );
  store.close();
});
afterEach(() => place.remove());

function damage(offset: number, length: number): void {
  const bytes = readFileSync(place.file);
  randomBytes(length).copy(bytes, offset);
  writeFileSync(place.file, bytes);
}

describe('opening', () => {
  it('tells a wrong key from damage, and leaves the file as it was', async () => {
    const before = createHash('sha256').update(readFileSync(place.file)).digest('hex');
    await expect(place.open({ databaseKey: randomBytes(32) })).rejects.toMatchObject({
      code: 'store/wrong-key',
    });
    expect(createHash('sha256').update(readFileSync(place.file)).digest('hex')).toBe(before);
    const store = await place.open();
    expect((await store.coverage()).events).toBe(300);
    await store.close();
  });

  it.each([
    ['the first page', () => damage(100, 50)],
    ['a file cut within a page', () => truncateSync(place.file, 4096 + 77)],
  ])('says corrupt of %s; set aside, a new store begins and nothing is deleted', async (_what, harm) => {
    harm();
    await expect(place.open()).rejects.toMatchObject({ code: 'store/corrupt' });
    const aside = quarantine(place.file, ANCHOR_MS);
    expect(existsSync(place.file)).toBe(false);
    expect(existsSync(aside)).toBe(true);
    const store = await place.open();
    expect((await store.coverage()).events).toBe(0);
    await store.close();
    expect(readdirSync(place.directory).filter((name) => /quarantine-[\dTZ-]+$/.test(name))).toHaveLength(1);
  });

  it('finds a flipped byte in any later page and names no more than it must', async () => {
    damage(readFileSync(place.file).length - 2000, 8);
    const store = await place.open();
    expect(await store.isSound().catch((error: unknown) => error)).not.toBe(true);
    await store.close();
  });

  it('never writes to a store of a later version', async () => {
    const db = openWritable({
      file: place.file,
      databaseKey: place.databaseKey,
      cacheKiB: 1000,
      busyTimeoutMs: 100,
    });
    db.script('PRAGMA user_version=999');
    db.close();
    const before = readFileSync(place.file);
    await expect(place.open()).rejects.toMatchObject({ code: 'store/from-future', detail: { version: 999 } });
    expect(readFileSync(place.file).equals(before)).toBe(true);
  });

  it('says busy when another process holds the file for long', async () => {
    const store = await place.open({ busyTimeoutMs: 50 });
    const db = openWritable({
      file: place.file,
      databaseKey: place.databaseKey,
      cacheKiB: 1000,
      busyTimeoutMs: 100,
    });
    db.script('BEGIN IMMEDIATE');
    await expect(store.append({ events: [event()], receivedAtMs: 0 })).rejects.toMatchObject({
      code: 'store/busy',
    });
    db.script('ROLLBACK');
    db.close();
    expect(await store.append({ events: [event()], receivedAtMs: 0 })).toMatchObject({ stored: 1 });
    await store.close();
  });
});

describe('bytes that changed', () => {
  const edit = (sql: string): void => {
    const db = openWritable({
      file: place.file,
      databaseKey: place.databaseKey,
      cacheKiB: 1000,
      busyTimeoutMs: 100,
    });
    db.script(sql);
    db.close();
  };

  it('are noticed by whoever reads the event, by its number, and the rest stays readable', () => {
    edit('UPDATE leaf SET hash = zeroblob(32) WHERE seq IN (7, 290)');
    const store = new DirectStore(place.file, place.databaseKey);
    for (const seq of [7, 290]) {
      expect(() => store.raw(seq)).toThrow(
        expect.objectContaining({ code: 'store/corrupt', detail: { seq } }),
      );
    }
    expect(store.raw(8).length).toBeGreaterThan(0);
    store.close();
  });

  it('are noticed when a block is put in the place of another', () => {
    edit('UPDATE block SET first_seq = first_seq + 1');
    const store = new DirectStore(place.file, place.databaseKey);
    expect(() => store.raw(100)).toThrow(
      expect.objectContaining({ code: 'store/corrupt', detail: { seq: 2, lastSeq: 256 } }),
    );
    store.close();
  });
});

describe('a full disk', () => {
  it('refuses the batch, stays readable, and goes on when there is room again', async () => {
    const store = await place.open({ maxPages: 160 });
    const big = Array.from({ length: 900 }, (_, index) =>
      event({}, { note: randomBytes(600).toString('hex') + index }),
    );
    await expect(
      store.append({ events: big, receivedAtMs: ANCHOR_MS, cursor: { name: 'fhir', value: 'lost' } }),
    ).rejects.toMatchObject({ code: 'store/disk-full' });
    expect((await store.coverage()).events).toBe(300);
    expect((await store.search({ text: 'medi' }, null, 10)).rows).toHaveLength(10);
    expect(await store.getCursor('fhir')).toBe(null);
    await store.setMaxPages(1_000_000);
    expect(await store.append({ events: big, receivedAtMs: ANCHOR_MS })).toMatchObject({ stored: 900 });
    expect((await store.event(1200)).row.seq).toBe(1200);
    await store.close();
  });
});

describe('a file that was being made when the process was killed', () => {
  it('opens: what was begun is taken back', () => {
    const [begun, cut] = [bench(), bench()];
    const making = new Database(begun.file);
    try {
      making.pragma("cipher='sqlcipher'");
      making.pragma('legacy=4');
      making.pragma(`key="x'${cut.databaseKey.toString('hex')}'"`);
      // More than the cache holds: pages and their journal are on the disk before the end.
      making.exec('PRAGMA cache_size=1; BEGIN; CREATE TABLE begun (a)');
      for (let row = 0; row < 200; row += 1) making.exec('INSERT INTO begun VALUES (zeroblob(3000))');
      for (const end of ['', '-journal']) copyFileSync(`${begun.file}${end}`, `${cut.file}${end}`);
      const reading = { file: cut.file, databaseKey: cut.databaseKey, cacheKiB: 1_000, busyTimeoutMs: 100 };
      expect(() => openReadable(reading)).toThrow('readonly');
      const store = new DirectStore(cut.file, cut.databaseKey);
      expect(store.append([event()], ANCHOR_MS)).toMatchObject({ stored: 1, newestSeq: 1 });
      expect(store.reader.quickCheck(null)).toEqual({ sound: true });
      store.close();
    } finally {
      making.close();
      begun.remove();
      cut.remove();
    }
  });
});
