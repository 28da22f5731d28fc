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
