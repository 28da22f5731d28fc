import type { KeyObject } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync, constants } from 'node:zlib';
import { AppError } from '../../../shared/errors.ts';
import { openEnvelope, sealEnvelope } from '../vault/envelope.ts';

/** An event's bytes with what its source said about it, as it waits in the tail and lies in a block. */
export interface StoredRecord {
  readonly seq: number;
  readonly receivedAtMs: number;
  readonly resourceId: string | null;
  readonly versionId: string | null;
  readonly raw: Uint8Array;
}

/** What a block is, in the clear beside it and authenticated with it. */
export interface BlockHeader {
  readonly day: string;
  readonly retentionClass: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly events: number;
}

type Directory = readonly (readonly [
  seq: number,
  receivedAtMs: number,
  resourceId: string | null,
  versionId: string | null,
  rawBytes: number,
])[];

/** First byte of a block's plaintext; any other is of a later version. */
const FORMAT = 1;
const PREFIX_BYTES = 5;
/** A block of 256 events is some 300 KB; an event may be large, so the bound is only against a decompression bomb. */
const PLAIN_LIMIT_BYTES = 1024 * 1024 * 1024;
/** Of 981 bytes an event, level 3 makes 78 in 3 µs, level 9 makes 67 in 8 µs (docs/performance.md). */
const ZSTD_LEVEL = 3;

const additionalData = (header: BlockHeader): Buffer =>
  Buffer.from(
    JSON.stringify([
      'medminder block',
      header.day,
      header.retentionClass,
      header.firstSeq,
      header.lastSeq,
      header.events,
    ]),
  );

/**
 * Compresses and seals records of one day and class.
 *
 * Plaintext: format (1 byte) ‖ length of the directory (u32, big-endian) ‖ directory (JSON) ‖ raw bytes, then zstd, then
 * the vault's envelope under the day's key with the header as additional data.
 *
 * @param records in ascending order of `seq`, at least one
 */
export function sealBlock(
  key: KeyObject,
  name: { readonly day: string; readonly retentionClass: string },
  records: readonly StoredRecord[],
): { readonly header: BlockHeader; readonly body: Buffer } {
  const [first, last] = [records[0], records.at(-1)];
  if (first === undefined || last === undefined)
    throw new AppError('engine/internal', 'A block needs at least one event.');
  const header: BlockHeader = { ...name, firstSeq: first.seq, lastSeq: last.seq, events: records.length };
  const directory: Directory = records.map((record) => [
    record.seq,
    record.receivedAtMs,
    record.resourceId,
    record.versionId,
    record.raw.length,
  ]);
  const directoryBytes = Buffer.from(JSON.stringify(directory));
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt8(FORMAT, 0);
  prefix.writeUInt32BE(directoryBytes.length, 1);
  const plain = Buffer.concat([prefix, directoryBytes, ...records.map((record) => record.raw)]);
  const compressed = zstdCompressSync(plain, {
    params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL },
  });
  return { header, body: sealEnvelope(key, compressed, additionalData(header)) };
}

/**
 * Opens a block.
 *
 * @throws store/corrupt with the block's first seq if the body is not the one that was sealed under this key and header
 */
export function openBlock(key: KeyObject, header: BlockHeader, body: Uint8Array): readonly StoredRecord[] {
  try {
    const compressed = openEnvelope(key, body, additionalData(header));
    return recordsOf(zstdDecompressSync(compressed, { maxOutputLength: PLAIN_LIMIT_BYTES }));
  } catch (error) {
    throw new AppError('store/corrupt', 'A sealed block of the audit store is damaged.', {
      cause: error,
      detail: { seq: header.firstSeq, lastSeq: header.lastSeq },
    });
  }
}

function recordsOf(plain: Buffer): readonly StoredRecord[] {
  if (plain.readUInt8(0) !== FORMAT) throw new AppError('store/from-future', 'Unknown block format.');
  let offset = PREFIX_BYTES + plain.readUInt32BE(1);
  const directory = JSON.parse(plain.subarray(PREFIX_BYTES, offset).toString('utf8')) as Directory;
  return directory.map(([seq, receivedAtMs, resourceId, versionId, rawBytes]) => {
    const raw = plain.subarray(offset, (offset += rawBytes));
    return { seq, receivedAtMs, resourceId, versionId, raw };
  });
}
