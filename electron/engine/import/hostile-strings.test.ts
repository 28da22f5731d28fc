import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExportKind } from '../export/export-kind.ts';
import { explainEvent } from '../audit/mapping/explain.ts';
import { projectEvent } from '../audit/mapping/project.ts';
import { openStore, type Store } from '../store/store.ts';
import { StoreThreads } from '../store/store-threads.ts';
import { TestDeks } from '../store/testing/samples.ts';
import { createImportKind } from './import-kind.ts';
import { HOSTILE_STRINGS, hostileEvent } from './testing/hostile-strings.ts';

const JOB = '6f2c1a34-7d0e-4b58-9a51-2c8b7e0d4f13';
const signal = new AbortController().signal;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

let folder = '';
let store: Store;
/** Brings a file in as a job does, with the product's own mapping, and writes what came in to a folder. */
async function throughTheStore(content: string): Promise<{ refusals: unknown[]; out: Map<string, string> }> {
  const [source, out] = [join(folder, 'trail'), mkdtempSync(join(folder, 'out-'))];
  writeFileSync(source, content);
  const refusals: unknown[] = [];
  await createImportKind({ workerUrl: new URL('worker.ts', import.meta.url) }).run({
    jobId: JOB,
    params: { paths: [source] },
    checkpoint: null,
    signal,
    keep: async (step, events = []) => {
      refusals.push(...step.refusals);
      await store.append({ events: events.map(({ event }) => event), receivedAtMs: Date.now() });
    },
  });
  await createExportKind(store).run({
    jobId: JOB,
    params: { folder: out, selection: { filter: {} } },
    checkpoint: null,
    signal,
    keep: async () => Promise.resolve(),
  });
  return {
    refusals,
    out: new Map(readdirSync(out).map((name) => [name, readFileSync(join(out, name), 'utf8')])),
  };
}

const EVENTS = HOSTILE_STRINGS.map(([, text], index) => hostileEvent(`hostile-${index}`, text));
const due = new Map(EVENTS.map((text) => [sha256(text), text]));

describe('text that attacks whoever interprets it, in every element', () => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hostile-'));
    const threads = new StoreThreads({
      workerUrl: new URL('../store/worker.ts', import.meta.url),
      sourceBaseUrl: null,
    });
    const file = join(folder, 'audit.db');
    store = await openStore({
      file,
      databaseKey: Buffer.alloc(32, 1),
      threads,
      now: Date.now,
      deks: new TestDeks(),
    });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['lines', EVENTS.join('\n')],
    ['a list', `[${EVENTS.join(',\n')}]`],
    [
      'a Bundle',
      `{"resourceType":"Bundle","entry":[${EVENTS.map((one) => `{"resource":${one}}`).join(',')}]}`,
    ],
  ])('comes out of %s byte for byte', { timeout: 60_000 }, async (_, content) => {
    const { refusals, out } = await throughTheStore(content);
    expect(refusals).toEqual([]);
    expect(out).toEqual(due);
  });
});

describe('its explanation', () => {
  it.each(HOSTILE_STRINGS)('%s: is shown as text, and none of its hidden characters works', (_, text) => {
    const raw = Buffer.from(hostileEvent('a', text));
    const { agents, patients, places, entity, type, subtype, searchText } = projectEvent(raw);
    const { sentence, groups, unmapped } = explainEvent(raw);
    const labels = [...agents, ...patients, ...places].map(({ label }) => label);
    const values = groups.flatMap(({ title, items }) => [title].concat(items.map(({ value }) => value)));
    for (const one of [...labels, entity ?? '', type, subtype ?? '', sentence, ...values]) {
      expect(one).toSatisfy(isSafe);
    }
    expect([searchText, ...unmapped].every((one) => one.isWellFormed() || !text.isWellFormed())).toBe(true);
  });
});

/** Control characters (a tab or line break aside), and what turns the direction of text. */
const WORKS_UNSEEN =
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/;

function isSafe(text: string): boolean {
  return text.isWellFormed() && !WORKS_UNSEEN.test(text);
}
