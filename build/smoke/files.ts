import { createHash } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright';
import { isFinal, type FileOffer, type Job, type JobItem } from '../../shared/domain/jobs.ts';
import { answerDialogs } from '../../e2e/support/files.ts';
import type { RunningConsole } from '../../e2e/support/launch-console.ts';
import { ask } from './ask.ts';
import type { ExportFacts, FilePaths, FilesFacts, ImportFacts, ItemFacts, Times } from './facts.ts';
import { timed } from './timed.ts';

const POLL_MS = 250;
/** A job that neither ends nor gets on for so long hangs. */
const STANDSTILL_MS = 300_000;
/** The largest page of a job's result. */
const PAGE = 500;

/** Brings a file or folder in as a person does, and takes what came of it out again. */
export async function moveFiles(
  desk: RunningConsole,
  { importFrom, exportTo }: FilePaths,
  password: string,
  times: Times,
): Promise<FilesFacts> {
  const { page } = desk;
  const first = await timed(times, 'import', async () => importOnce(desk, importFrom));
  const imported: ImportFacts = {
    ...countsOf(first),
    rejected: await timed(times, 'items', async () => itemsOf(page, first, 'refused')),
    remarks: await itemsOf(page, first, 'remarked'),
  };
  const exported =
    exportTo === undefined
      ? undefined
      : await timed(times, 'export', async () => exportOnce(desk, first, exportTo, password));
  const again = await timed(times, 'importAgain', async () => importOnce(desk, importFrom));
  return {
    import: imported,
    ...(exported === undefined ? {} : { export: exported }),
    importAgain: countsOf(again),
  };
}

/** True if every piece of the work ended well, and what lies in the folder is what its names say. */
export function filesHeld({ import: imported, export: exported, importAgain }: FilesFacts): boolean {
  return (
    imported.state === 'done' &&
    importAgain.state === 'done' &&
    importAgain.accepted === 0 &&
    (exported === undefined || exportHeld(exported, imported.accepted + imported.duplicate))
  );
}

function exportHeld(exported: ExportFacts, found: number): boolean {
  const { state, error, written, alreadyThere, refused, filesBefore, files, wrong } = exported;
  // A job that has nothing to do says so by failing; nothing is wrong with an import that found no event.
  const ended = found === 0 ? error === 'files/nothing-to-do' : state === 'done';
  const due = written + alreadyThere;
  const complete = filesBefore === 0 ? files === due : files >= due;
  return ended && refused === 0 && complete && wrong.length === 0;
}

async function importOnce(desk: RunningConsole, from: string): Promise<Job> {
  const what = (await lstat(from)).isDirectory() ? 'folder' : 'files';
  await answerDialogs(desk, [from]);
  const { offerId } = offered(await ask(desk.page, 'imports.choose', { what }));
  return ended(desk.page, await ask(desk.page, 'imports.start', { offerId }));
}

async function exportOnce(
  desk: RunningConsole,
  { id: importJobId }: Job,
  to: string,
  password: string,
): Promise<ExportFacts> {
  const { page } = desk;
  const filesBefore = readdirSync(to).length;
  await answerDialogs(desk, [to]);
  const { offerId } = offered(await ask(page, 'exports.choose', {}));
  // A long import may have outlasted the hour for which a password counts.
  await ask(page, 'session.confirmPassword', { password });
  const job = await ended(page, await ask(page, 'exports.start', { offerId, selection: { importJobId } }));
  const names = readdirSync(to);
  const wrong: string[] = [];
  for (const name of names) {
    if (!(await holdsItsName(join(to, name), name))) wrong.push(name);
  }
  const { accepted, duplicate, refused } = job.counts;
  return {
    ...endOf(job),
    written: accepted,
    alreadyThere: duplicate,
    refused,
    filesBefore,
    files: names.length,
    wrong,
    dir: to,
  };
}

function offered(offer: FileOffer | null): FileOffer {
  if (offer === null) throw new Error('The dialog was closed; nothing was offered.');
  return offer;
}

/** Waits for a job's end, and keeps the desk from locking as a person does who works on. */
async function ended(page: Page, started: Job): Promise<Job> {
  let job = started;
  let movedAt = Date.now();
  while (!isFinal(job.state)) {
    await delay(POLL_MS);
    await ask(page, 'session.touch', {});
    const next = await ask(page, 'jobs.view', { jobId: job.id });
    if (next.progress.done !== job.progress.done || next.state !== job.state) movedAt = Date.now();
    if (Date.now() - movedAt > STANDSTILL_MS)
      throw new Error(`The ${job.kind} stands still (${next.state}).`);
    job = next;
  }
  return job;
}

async function itemsOf(
  page: Page,
  { id: jobId }: Job,
  verdict: JobItem['verdict'],
): Promise<readonly ItemFacts[]> {
  const all: ItemFacts[] = [];
  let after: number | null = 0;
  while (after !== null) {
    const { items, next }: { items: JobItem[]; next: number | null } = await ask(page, 'jobs.items', {
      jobId,
      verdict,
      after,
      limit: PAGE,
    });
    all.push(...items.map(({ file, position, code }) => ({ file, position, code })));
    after = next;
  }
  return all;
}

function endOf({ state, error }: Job): Pick<ImportFacts, 'state' | 'error'> {
  return { state, ...(error === null ? {} : { error: error.code }) };
}

function countsOf(job: Job): Omit<ImportFacts, 'rejected' | 'remarks'> {
  const { accepted, duplicate } = job.counts;
  return { ...endOf(job), accepted, duplicate };
}

/** True for a plain file named by the SHA-256 of its bytes, in lower-case hex. */
async function holdsItsName(file: string, name: string): Promise<boolean> {
  if (!(await lstat(file)).isFile()) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex') === name;
}
