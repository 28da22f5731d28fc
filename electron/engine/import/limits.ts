const KIB = 1024;
const MIB = 1024 * KIB;

/** What reading files may cost. Each limit that is met says so in a line of the result. */
export const LIMITS = {
  /** One event; the store's threads parse it whole. */
  itemBytes: 16 * MIB,
  /** Values in one event: a million empty objects in 3 MB of text are a hundred MB once parsed. */
  itemValues: 250_000,
  /** Nesting of one event. R4 has no deeper; the mapping follows 40 levels. */
  itemDepth: 64,
  /** How much of a file is looked at before its format is decided. */
  headBytes: MIB,
  /** Bytes that a damaged Bundle may make us read twice, beyond as many as were read once. */
  rereadBytes: 32 * MIB,
  /** Refused items one after the other before the rest of a file is given up. */
  refusedInARow: 100_000,
  /** What is shorter holds no resource that anybody keeps. */
  smallestResourceBytes: 64,
  /** Files, folders and whatever else lies in a folder. */
  files: 100_000,
  folderDepth: 64,
  /** One step of the job. */
  stepEvents: 500,
  stepBytes: 4 * MIB,
  stepNotes: 2_000,
  /** Bytes read without any item before a step is made for the progress alone. */
  stepSilence: 32 * MIB,
  readBytes: 256 * KIB,
  /** A gzip that grows this much without one good event in between, faster than `bombRatio`, is a bomb. */
  bombBytes: 256 * MIB,
  bombRatio: 100,
  /** However good its events: larger than this at a ratio that no honest trail has. */
  bombTotalBytes: 4_096 * MIB,
  bombTotalRatio: 250,
} as const;
