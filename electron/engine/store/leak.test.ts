import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DirectStore } from './testing/direct.ts';
import { ANCHOR_MS, bench, event } from './testing/samples.ts';

const SECRETS = [
  'Zaphodpatient',
  'zaphodpatient',
  'Betelgeuseword',
  'betelgeuseword',
  'secretresourceid',
  'audit_event',
];

function filesOf(directory: string): { readonly name: string; readonly bytes: Buffer }[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => ({ name, bytes: readFileSync(join(directory, name)) }));
}

describe('data at rest', () => {
  it('never writes a word in the clear: not in the file, its log or temporary files, big sorts included', () => {
    const place = bench();
    const store = new DirectStore(place.file, place.databaseKey);
    try {
      const events = Array.from({ length: 3_000 }, (_, index) =>
        event(
          {
            recordedMs: ANCHOR_MS + index * 60_000,
            searchText: `Betelgeuseword w${index}`,
            patients: [{ key: `Patient/${index}`, label: `Zaphodpatient ${index}` }],
          },
          { resourceId: `secretresourceid-${index}` },
        ),
      );
      store.append(events, ANCHOR_MS);
      store.reader.suggest({ field: 'patient', text: 'z', limit: 50 });
      store.seal(ANCHOR_MS + 86_400_000);
      const written = filesOf(place.directory);
      expect(written.map(({ name }) => name).sort()).toEqual(['audit.db', 'audit.db-shm', 'audit.db-wal']);
      const temporary = [tmpdir(), '/var/tmp']
        .flatMap(filesIfAny)
        .filter(({ name }) => name.startsWith('etilqs_'));
      for (const { name, bytes } of [...written, ...temporary]) {
        for (const secret of [...SECRETS, 'SQLite format 3']) {
          expect([name, secret, bytes.includes(secret)]).toEqual([name, secret, false]);
        }
      }
    } finally {
      store.close();
      place.remove();
    }
  });
});

function filesIfAny(directory: string): ReturnType<typeof filesOf> {
  try {
    return filesOf(directory);
  } catch {
    return []; // no such folder on this system, or one that may not be read: then we did not write there either
  }
}
