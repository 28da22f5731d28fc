import type { RefusalCode, RemarkCode } from '../../../../shared/domain/jobs.ts';
import type { Sink } from '../found.ts';
import { FormatReader } from '../format-reader.ts';

/** A sound AuditEvent as text; `more` is spliced in as it is. */
export function auditEvent(id: string, more = ''): string {
  return `{"resourceType":"AuditEvent","id":"${id}","recorded":"2026-01-02T03:04:05Z","type":{"code":"rest"}${more}}`;
}

export interface Read {
  readonly what: 'item' | RefusalCode | RemarkCode;
  /** The item's text. */
  readonly text?: string;
  readonly at: string;
}

/** Reads a whole text, in pieces of the given sizes, one after the other and again. */
export function readPieces(
  content: string | Uint8Array,
  sizes: readonly number[] = [],
  cut = false,
  isLines = false,
): Read[] {
  const found: Read[] = [];
  const at = ({ position, positionUnit }: { position: number; positionUnit: string }): string =>
    `${positionUnit} ${position}`;
  const sink: Sink = {
    item: (bytes, position) => {
      found.push({ what: 'item', text: Buffer.from(bytes).toString('latin1'), at: at(position) });
    },
    refuse: (what, position) => {
      found.push({ what, at: at(position) });
    },
    remark: (what, position) => {
      found.push({ what, at: at(position) });
    },
  };
  const reader = new FormatReader(sink, isLines);
  const bytes = Buffer.from(content);
  let from = 0;
  for (let turn = 0; from < bytes.length; turn += 1) {
    const size = sizes.length === 0 ? bytes.length : Math.max(1, sizes[turn % sizes.length] ?? 1);
    // A copy that is wiped afterwards: nobody may keep the memory that was read into.
    const piece = Buffer.from(bytes.subarray(from, from + size));
    reader.push(piece);
    piece.fill(0x7e);
    from += size;
  }
  reader.end(cut);
  return found;
}

/** `item` and codes, in order. */
export const kinds = (found: readonly Read[]): string[] => found.map(({ what, at }) => `${what} @ ${at}`);
