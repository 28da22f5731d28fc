/** One thing that the console does and that a kill may cut anywhere. */
export interface Operation {
  readonly name: string;
  /** Folders to start from; a trial starts from a copy of one of them, in turn. */
  readonly variants: readonly string[];
  /** In the parent, once: fills the folder of every variant. */
  readonly prepare: (folderOf: (variant: string) => string) => Promise<void>;
  /**
   * In the process that is killed. Says `began` when it gets to the operation, then a line for all that it would
   * acknowledge to a person, and `ended` at the end. A line is said after what it tells is done.
   */
  readonly work: (folder: string, say: Say) => Promise<void>;
  /** In the parent, after a kill. Throws where a promise is broken. */
  readonly check: (after: AfterKill) => Promise<Found>;
}

export type Say = (line: string) => void;

export interface AfterKill {
  readonly folder: string;
  readonly variant: string;
  /** The lines that were said since the folder was made. */
  readonly said: readonly string[];
}

export interface Found {
  /** What the kill left, in a word or two: counted, so that a run shows which states it has met. */
  readonly state: string;
  /** False where the next trial goes on with the folder as it is. */
  readonly isOver: boolean;
}
