import { execFile } from 'node:child_process';
import { createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createGzip } from 'node:zlib';
import { benchEvents } from './events.ts';
import { report, rounded } from './measure.ts';
import { benchDirectory } from './store-place.ts';

const MB = 1024 * 1024;
/** Size of each file, unpacked. The product's promise is about 1,024. */
const SIZE_MB = Number(process.env['BENCH_IMPORT_MB'] ?? 64);
const RUN = fileURLToPath(new URL('import-run.ts', import.meta.url));

interface Measured {
  readonly events: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly overIdleMb: number;
}

/** Reading speed and memory of an import by format, beside a naive reader; and the whole way into a store. */
export async function importFiles(): Promise<void> {
  const directory = benchDirectory();
  const lines = join(directory, 'trail.ndjson');
  const packed = join(directory, 'trail.ndjson.gz');
  const bundle = join(directory, 'bundle.json');
  await pipeline(Readable.from(ndjson()), createWriteStream(lines));
  await pipeline(Readable.from(ndjson()), createGzip({ level: 1 }), createWriteStream(packed));
  await pipeline(Readable.from(oneLineBundle()), createWriteStream(bundle));
  const naive = await run('naive', lines);
  const naivePacked = await run('naive', packed);
  await reportRun('ndjson', 'read', lines, naive);
  await reportRun('ndjson.gz', 'read', packed, naivePacked);
  await reportRun('bundle', 'read', bundle, naive);
  await reportRun('ndjson', 'store', lines, naive);
  await reportRun('bundle', 'store', bundle, naive);
}

async function reportRun(
  format: string,
  how: 'read' | 'store',
  file: string,
  baseline: Measured,
): Promise<void> {
  const ours = await run(how, file);
  const perSecond = (measured: Measured): number => SIZE_MB / measured.seconds;
  report({
    name: how === 'read' ? 'import-read' : 'import-into-store',
    format,
    unit: 'MB/s unpacked',
    megabytes: SIZE_MB,
    onDisk: rounded(statSync(file).size / MB, 0),
    events: ours.events,
    ours: rounded(perSecond(ours), 1),
    baseline: rounded(perSecond(baseline), 1),
    ratio: rounded(perSecond(ours) / perSecond(baseline)),
    cpuRatio: rounded(baseline.cpuSeconds / ours.cpuSeconds),
    overIdleMb: rounded(ours.overIdleMb, 0),
    baselineOverIdleMb: rounded(baseline.overIdleMb, 0),
  });
}

async function run(how: string, file: string): Promise<Measured> {
  const { stdout } = await promisify(execFile)(process.execPath, [RUN, how, file]);
  return JSON.parse(stdout) as Measured;
}

/** Pieces of some 300 KB. */
function* events(before: string): Generator<Buffer[]> {
  let bytes = 0;
  let piece: Buffer[] = [];
  const gap = Buffer.from(before);
  for (const { raw } of benchEvents((SIZE_MB * MB) / 900)) {
    piece.push(gap, raw);
    bytes += raw.length + gap.length;
    if (piece.length >= 600) {
      yield piece;
      piece = [];
    }
    if (bytes >= SIZE_MB * MB) break;
  }
  yield piece;
}

function* ndjson(): Generator<Buffer> {
  let isFirst = true;
  for (const piece of events('\n')) {
    yield Buffer.concat(isFirst ? piece.slice(1) : piece);
    isFirst = false;
  }
}

function* oneLineBundle(): Generator<Buffer> {
  let isFirst = true;
  yield Buffer.from('{"resourceType":"Bundle","type":"collection","entry":[{"resource":');
  for (const piece of events('},{"resource":')) {
    yield Buffer.concat(isFirst ? piece.slice(1) : piece);
    isFirst = false;
  }
  yield Buffer.from('}]}\n');
}
