import path from 'node:path';
import type { ImportBatch, ImportThreadData } from './protocol.ts';
import { readListedFile, type Interrupted } from './read-file.ts';
import { chained, Steps, sumOfBytes } from './steps.ts';
import { isBefore, listFiles, type Listed } from './walk.ts';

/**
 * Reads all files below what a person gave, step by step, from the beginning or from a checkpoint. The same files give the same
 * steps in the same order; a folder or file that changed meanwhile has its line in the result.
 *
 * @param deliver takes a step, and resolves when another may come
 */
export async function importFiles(
  { paths, checkpoint }: ImportThreadData,
  deliver: (batch: ImportBatch) => Promise<void>,
): Promise<void> {
  const files = listFiles(paths);
  const total = bytesOfAll(files);
  const steps = new Steps(total, checkpoint);
  const flush = async (): Promise<void> => {
    for (const batch of steps.takeReady()) await deliver(batch);
  };
  let interrupted = checkpoint?.current ?? null;
  const start = checkpoint === null ? 0 : resumed(files, steps, paths);
  const interruptedAt =
    interrupted === null
      ? -1
      : files.findIndex((file, index) => index >= start && file.name === interrupted?.name);
  if (interrupted !== null && interruptedAt < 0) steps.refuseFile(interrupted.name, 'item/file-unreadable');
  for (let index = start; index < files.length; index += 1) {
    const file = files[index] as Listed;
    if (index < interruptedAt) steps.refuseFile(file.name, 'item/file-changed');
    else {
      const before: Interrupted | null = index === interruptedAt ? interrupted : null;
      await readListedFile(file, before, steps, flush);
      interrupted = null;
    }
    steps.endFile(file.name, file.size);
    await flush();
  }
  for (const name of appeared(files, paths)) steps.refuseFile(name, 'item/file-changed');
  steps.close();
  await flush();
}

/** Where in the listing to go on. What was done before must still be there, and nothing new among it. */
function resumed(files: readonly Listed[], steps: Steps, paths: readonly string[]): number {
  const { filesDone, last, namesHash } = steps.checkpoint;
  if (filesDone <= files.length && hashOf(files, filesDone) === namesHash) return filesDone;
  if (last === null) return 0;
  const known = files.findLastIndex((file) => file.name === last);
  const later = files.findIndex((file) => isBefore(last, file.name));
  const start = known >= 0 ? known + 1 : later < 0 ? files.length : later;
  steps.jump(start, bytesOfAll(files.slice(0, start)), last, hashOf(files, start));
  const folder = Buffer.from(path.basename(paths[0] ?? ''), 'utf8').toString('latin1');
  steps.refuseFile(folder, 'item/file-changed');
  return start;
}

const bytesOfAll = (files: readonly Listed[]): number =>
  files.reduce((sum, { size }) => sumOfBytes(sum, size), 0);

function hashOf(files: readonly Listed[], count: number): string {
  return files.slice(0, count).reduce((hash, file) => chained(hash, file.name), '');
}

/** Names of files that came while the others were read. */
function appeared(files: readonly Listed[], paths: readonly string[]): readonly string[] {
  if (files.some((file) => file.refused === 'item/too-many-files')) return [];
  const known = new Set(files.map((file) => file.name));
  return listFiles(paths)
    .map((file) => file.name)
    .filter((name) => !known.has(name));
}
