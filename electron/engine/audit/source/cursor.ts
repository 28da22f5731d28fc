import { z } from 'zod';

/**
 * How far the server has been read. `headMs`: everything up to here is stored, save for late arrivals that the overlap
 * catches. `history`: everything from `toMs` on is stored, what is older is still to be fetched, `widthMs` at a time;
 * null when all of it is there.
 */
const cursorSchema = z.strictObject({
  version: z.literal(1),
  axis: z.enum(['_lastUpdated', 'date']),
  headMs: z.number(),
  history: z.strictObject({ toMs: z.number(), widthMs: z.number().positive() }).nullable(),
});
export type SourceCursor = z.infer<typeof cursorSchema>;

export function writeCursor(cursor: SourceCursor): string {
  return JSON.stringify(cursor);
}

/** Null for none, and for one that cannot be read: the server is then read from the start, which loses nothing. */
export function readCursor(text: string | null): SourceCursor | null {
  if (text === null) return null;
  try {
    return cursorSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
