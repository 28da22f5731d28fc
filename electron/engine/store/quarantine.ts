import { existsSync, renameSync } from 'node:fs';

/**
 * Sets a damaged store aside: the file and its write-ahead log get another name, nothing is deleted. Call it only with
 * the store closed, and only when the operator has decided.
 *
 * @returns the new name of the file
 */
export function quarantine(file: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
  const target = freeName(`${file}.quarantine-${stamp}`);
  // The log first: a file without its log is an older state, a log beside the next file would be foreign to it.
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix);
  }
  return target;
}

function freeName(wanted: string): string {
  let name = wanted;
  for (let attempt = 2; existsSync(name); attempt += 1) name = `${wanted}-${attempt}`;
  return name;
}
