import type { JobItem, JobState } from '../../shared/domain/jobs.ts';
import type { ErrorCode } from '../../shared/errors.ts';

/** How long each phase took, in ms, by name. */
export type Times = Record<string, number>;

/** What runs the console, as it says itself. */
export interface RuntimeFacts {
  readonly runtime: string;
  readonly sandboxed: boolean;
}

/** Found with the clinic there. */
export interface OnlineFacts extends RuntimeFacts {
  readonly signedInAs: string;
  readonly role: string;
  readonly events: number;
  /** Events of the trail that hold the name of the newest event's patient or person. */
  readonly searchHits: number;
}

/** What to bring in, and where to take it out to. Absolute. */
export interface FilePaths {
  readonly importFrom: string;
  readonly exportTo?: string;
}

/** One line of an import's result. */
export type ItemFacts = Pick<JobItem, 'file' | 'position' | 'code'>;

interface JobFacts {
  readonly state: JobState;
  /** Why it failed. */
  readonly error?: ErrorCode;
}

export interface ImportFacts extends JobFacts {
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: readonly ItemFacts[];
  /** Accepted, with something that a person should know. */
  readonly remarks: readonly ItemFacts[];
}

export interface ExportFacts extends JobFacts {
  readonly written: number;
  /** Lay there before, byte for byte. */
  readonly alreadyThere: number;
  readonly refused: number;
  /** How many entries the folder held before: 0, if nobody put anything there. */
  readonly filesBefore: number;
  /** How many entries the folder holds afterwards. */
  readonly files: number;
  /** Those of them that are not a file named by the SHA-256 of its bytes. */
  readonly wrong: readonly string[];
  readonly dir: string;
}

/** Found when files were brought in, taken out, and brought in once more. */
export interface FilesFacts {
  readonly import: ImportFacts;
  readonly export?: ExportFacts;
  readonly importAgain: Omit<ImportFacts, 'rejected' | 'remarks'>;
}

/** Found after a restart, with nobody to ask. */
export interface OfflineFacts {
  readonly events: number;
  readonly searchHits: number;
}

/** What the offline phase needs to begin; crosses to a process without network on its standard input. */
export interface OfflineStart {
  readonly profile: string;
  readonly settingsFile: string;
  readonly password: string;
  readonly word: string;
}

/** A part that could not be done here, and why; never a failure in disguise. */
export interface Skipped {
  readonly skipped: string;
}

/** Thrown where the console refused a call that must succeed. */
export class CallRefused extends Error {
  readonly code: ErrorCode;

  constructor(name: string, code: ErrorCode) {
    super(`${name} was refused: ${code}`);
    this.name = 'CallRefused';
    this.code = code;
  }
}
