import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** One string that was found in the clear. The string itself is named, for it belongs to somebody who does not exist. */
export interface Leak {
  readonly file: string;
  readonly what: string;
  readonly encoding: 'utf8' | 'utf16le';
}

interface Needle {
  readonly what: string;
  readonly encoding: Leak['encoding'];
  readonly bytes: Buffer;
}

const ENCODINGS = ['utf8', 'utf16le'] as const;
/** Shorter ones would be found by chance. */
const SHORTEST = 6;
/** The beginning of a JSON Web Token's header or payload, and enough after it that ciphertext does not hold it by chance. */
const TOKEN = /eyJ[\w-]{20,}/u;
const WIDE_TOKEN = /e\0y\0J\0(?:[\w-]\0){20,}/u;

/** Looks for these strings in every file below the folders, in UTF-8 and UTF-16LE, and for anything like a token. */
export function findLeaks(folders: readonly string[], strings: Iterable<string>): readonly Leak[] {
  const byStart = new Map<number, Needle[]>();
  for (const what of new Set(strings)) {
    if (what.length < SHORTEST) continue;
    for (const encoding of ENCODINGS) {
      const bytes = Buffer.from(what, encoding);
      const start = bytes.readInt32LE(0);
      byStart.set(start, [...(byStart.get(start) ?? []), { what, encoding, bytes }]);
    }
  }
  return folders.flatMap((folder) => filesBelow(folder).flatMap((file) => leaksIn(file, folder, byStart)));
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function leaksIn(
  path: string,
  folder: string,
  byStart: ReadonlyMap<number, readonly Needle[]>,
): readonly Leak[] {
  const bytes = readFileSync(path);
  const file = relative(folder, path);
  const found = new Map<string, Leak>();
  const add = (what: string, encoding: Leak['encoding']): void => {
    found.set(`${encoding} ${what}`, { file, what, encoding });
  };
  for (let at = 0; at + 4 <= bytes.length; at += 1) {
    for (const needle of byStart.get(bytes.readInt32LE(at)) ?? []) {
      if (bytes.subarray(at, at + needle.bytes.length).equals(needle.bytes))
        add(needle.what, needle.encoding);
    }
  }
  const text = bytes.toString('latin1');
  if (TOKEN.test(text)) add('a token', 'utf8');
  if (WIDE_TOKEN.test(text)) add('a token', 'utf16le');
  return [...found.values()];
}
