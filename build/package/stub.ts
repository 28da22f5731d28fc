import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Where Electron keeps its fuses (electron/fuses): this text, a version, a length, and one byte a fuse. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** The fuses of Electron 45 as it is delivered. */
const DELIVERED = '101100011';

/** The files of the stub, so that a listing can leave them out. */
export const STUB_FILES = [
  'electron',
  'version',
  'locales',
  'LICENSE.electron.txt',
  'LICENSES.chromium.html',
];

/**
 * A folder that electron-builder takes for Electron on Linux: names and a fuse wire, no program. With it the packing is
 * proved where the real one cannot be fetched: which files, which fuses; not that it starts.
 *
 * @param wire for tests: another fuse wire
 */
export function makeStub(folder: string, version: string, wire = DELIVERED): void {
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['resources', 'locales']) mkdirSync(path.join(folder, name), { recursive: true });
  const header = Buffer.from([1, wire.length]);
  writeFileSync(
    path.join(folder, 'electron'),
    Buffer.concat([Buffer.from(`no program\n${SENTINEL}`), header, Buffer.from(`${wire}\n`)]),
  );
  chmodSync(path.join(folder, 'electron'), 0o755);
  writeFileSync(path.join(folder, 'version'), version);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak']) {
    writeFileSync(path.join(folder, name), 'Stub: Electron brings this file.\n');
  }
}
