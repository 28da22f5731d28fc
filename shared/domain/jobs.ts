import { z } from 'zod';
import { JOB_STATES } from './job-states.ts';
import { errorValueSchema } from './session.ts';

export { isFinal, ITEM_LINES_KEPT, JOB_STATES, type JobState } from './job-states.ts';

const isoTime = z.iso.datetime();
const count = z.number().int().nonnegative();

/** Long work, by what it does. */
export const JOB_KINDS = ['import', 'export'] as const;
export type JobKindName = (typeof JOB_KINDS)[number];

/** One piece of long work as a person sees it. */
export const jobSchema = z.strictObject({
  id: z.uuid(),
  kind: z.enum(JOB_KINDS),
  state: z.enum(JOB_STATES),
  /** What it works on, in a person's words: the names of the files or the folder; never a whole path. */
  title: z.string().max(200),
  createdAt: isoTime,
  startedAt: isoTime.nullable(),
  endedAt: isoTime.nullable(),
  progress: z.strictObject({
    unit: z.enum(['bytes', 'events']),
    done: count,
    /** Null while it is not known how much there is. */
    total: count.nullable(),
  }),
  /** When it will be done at the pace of the last minute; null while nobody can say. */
  estimatedEndAt: isoTime.nullable(),
  counts: z.strictObject({
    /** Import: stored. Export: written. */
    accepted: count,
    /** Known already, byte for byte or by id and version. */
    duplicate: count,
    refused: count,
    /** Lines that say something of what was accepted; an event may have several. */
    remarked: count,
  }),
  /** How often it went on after an interruption (a lock, a crash, a restart). */
  resumptions: count,
  /** Why it failed; null in every other state. */
  error: errorValueSchema.nullable(),
});
export type Job = z.infer<typeof jobSchema>;

/** Why one item of a job was refused. The words are chosen by the page. */
export const REFUSAL_CODES = [
  'item/not-json',
  'item/not-utf8',
  'item/too-large',
  'item/too-deep',
  'item/duplicate-keys',
  'item/not-audit-event',
  'item/bad-id',
  'item/bad-time',
  'item/empty-file',
  'item/unknown-format',
  'item/truncated',
  'item/damaged-gzip',
  'item/gzip-bomb',
  'item/file-changed',
  'item/file-unreadable',
  'item/not-a-file',
  'item/link-outside',
  'item/too-many-files',
  'item/event-unreadable',
  'item/name-taken',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** What a person should know of an item that went in all the same. */
export const REMARK_CODES = [
  'item/conflict',
  'item/other-version',
  'item/byte-order-mark',
  'item/large-number',
  'item/lone-surrogate',
  'item/nul',
  'item/unmapped',
] as const;
export type RemarkCode = (typeof REMARK_CODES)[number];

/** One line of a job's result: only items of which there is something to say have one. */
export const jobItemSchema = z.strictObject({
  /** Counts up from 1 within the job, in the order in which the job met them; the numbers of lines not kept are left out. */
  number: z.number().int().positive(),
  verdict: z.enum(['refused', 'remarked']),
  code: z.enum([...REFUSAL_CODES, ...REMARK_CODES]),
  /** Path below what was given, with `/`; the file's name where one file was given. */
  file: z.string().max(4_096),
  /** A line of NDJSON or an entry of a Bundle, counted from 1; 0 where the file as a whole is meant. */
  position: count,
  positionUnit: z.enum(['file', 'line', 'entry']),
});
export type JobItem = z.infer<typeof jobItemSchema>;

/**
 * Files or a folder that a person picked in a dialog or dropped on the window: what the page may name to begin work with
 * them. The paths themselves stay in the engine.
 */
export const fileOfferSchema = z.strictObject({
  offerId: z.uuid(),
  entries: z
    .array(
      z.strictObject({
        name: z.string().max(255),
        kind: z.enum(['file', 'folder']),
        /** Null for a folder, and for what cannot be looked at. */
        bytes: count.nullable(),
      }),
    )
    .min(1)
    .max(1_000),
  /** How many there are beyond the entries that are listed. */
  more: count,
  expiresAt: isoTime,
});
export type FileOffer = z.infer<typeof fileOfferSchema>;
