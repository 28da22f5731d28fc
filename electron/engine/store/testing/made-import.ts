import type { IncomingEvent } from '../../audit/projection.ts';
import type { Place, Refusal } from '../../jobs/job-kind.ts';
import { ANCHOR_MS, projection } from './samples.ts';

/** An import without files: what stands on each line follows from its number, and so does what must become of it. */
export const MADE_JOB = '6f2c1a34-7d0e-4b58-9a51-2c8b7e0d4f13';

export type MadeLine =
  | {
      readonly kind: 'event';
      readonly expected: 'fresh' | 'duplicate' | 'conflict' | 'version';
      readonly event: IncomingEvent;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export const placeOf = (line: number): Place => ({ file: 'made', position: line, positionUnit: 'line' });

/** Of every ten lines: one refused, one known from three lines before, one conflict, one other version. */
export function madeLine(line: number): MadeLine {
  switch (line % 10) {
    case 3:
      return { kind: 'refused', refusal: { code: 'item/not-json', place: placeOf(line) } };
    case 4:
      return { kind: 'event', expected: 'duplicate', event: made(line - 3, '1', 'a') };
    case 5:
      return { kind: 'event', expected: 'conflict', event: made(line - 3, '1', 'b') };
    case 6:
      return { kind: 'event', expected: 'version', event: made(line - 5, '2', 'a') };
    default:
      return { kind: 'event', expected: 'fresh', event: made(line, '1', 'a') };
  }
}

function made(id: number, versionId: string, note: string): IncomingEvent {
  const recordedMs = ANCHOR_MS + (id % 50) * 3_600_000;
  return {
    origin: 'file',
    resourceId: `made-${id}`,
    versionId,
    alias: null,
    raw: Buffer.from(JSON.stringify({ ...projection({ recordedMs }), id, versionId, note })),
  };
}

/** What the job must say once the first `lines` lines are kept. */
export function expectedAfter(lines: number): {
  readonly counts: Record<'accepted' | 'duplicate' | 'refused' | 'remarked', number>;
  readonly items: readonly (readonly [number: number, code: string, position: number])[];
} {
  const counts = { accepted: 0, duplicate: 0, refused: 0, remarked: 0 };
  const items: [number, string, number][] = [];
  for (let line = 1; line <= lines; line += 1) {
    const what = madeLine(line);
    const verdict = what.kind === 'refused' ? 'refused' : what.expected;
    if (verdict === 'refused') counts.refused += 1;
    else if (verdict === 'duplicate') counts.duplicate += 1;
    else counts.accepted += 1;
    if (verdict === 'conflict' || verdict === 'version') counts.remarked += 1;
    const code = { refused: 'item/not-json', conflict: 'item/conflict', version: 'item/other-version' }[
      verdict as string
    ];
    if (code !== undefined) items.push([items.length + 1, code, line]);
  }
  return { counts, items };
}
