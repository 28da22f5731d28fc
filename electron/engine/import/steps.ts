import { createHash } from 'node:crypto';
import type { RefusalCode, RemarkCode } from '../../../shared/domain/jobs.ts';
import type { Place, Refusal, Remark } from '../jobs/job-kind.ts';
import { copyOf } from './bytes.ts';
import { checkItem } from './check-item.ts';
import { WHOLE_FILE, type Position, type Sink } from './found.ts';
import { LIMITS } from './limits.ts';
import type { BatchedEvent, ImportBatch, ImportCheckpoint } from './protocol.ts';

const NOTHING_DONE: ImportCheckpoint = {
  filesDone: 0,
  bytesDone: 0,
  last: null,
  namesHash: '',
  current: null,
};

/** The longest name that a line of a job's result holds. */
const NAME_LIMIT = 4_096;

/** Chains the names of files that are done. */
export function chained(namesHash: string, name: string): string {
  return createHash('sha256').update(namesHash).update('\0').update(name, 'latin1').digest('hex');
}

/** Bytes of two files or more. A file may say that it is larger than any disk: then the sum stops where whole numbers do. */
export function sumOfBytes(a: number, b: number): number {
  return Math.min(a + b, Number.MAX_SAFE_INTEGER);
}

/** A name of the listing as text: names need not be UTF-8. */
export function shownName(name: string): string {
  return Buffer.from(name, 'latin1').toString('utf8').slice(0, NAME_LIMIT);
}

/**
 * Checks what the readers find and makes steps of it. Each step's checkpoint stands exactly behind what the step holds: what
 * was found in a file is counted, and after an interruption as many are passed over.
 */
export class Steps implements Sink {
  readonly #total: number;
  #at: ImportCheckpoint;
  #ready: ImportBatch[] = [];
  #events: BatchedEvent[] = [];
  #raws: Uint8Array[] = [];
  #rawBytes = 0;
  #refusals: Refusal[] = [];
  #remarks: Remark[] = [];
  #file = '';
  #toSkip = 0;
  #offset = 0;
  #read = 0;
  #readAtStep = 0;
  #refusedInARow = 0;
  #goodEvents = 0;

  /** @param total bytes of all files */
  constructor(total: number, from: ImportCheckpoint | null) {
    this.#total = total;
    this.#at = from ?? NOTHING_DONE;
  }

  get checkpoint(): ImportCheckpoint {
    return this.#at;
  }

  get hasReady(): boolean {
    return this.#ready.length > 0;
  }

  /** Events that were good, passed over or not: for telling a bomb from a trail. */
  get goodEvents(): number {
    return this.#goodEvents;
  }

  /** True once a file has nothing but refusals for longer than anybody wants to read. */
  get isHopeless(): boolean {
    return this.#refusedInARow > LIMITS.refusedInARow;
  }

  /** Goes on behind these files, whatever the checkpoint said: the folder has changed. */
  jump(filesDone: number, bytesDone: number, last: string | null, namesHash: string): void {
    this.#at = { filesDone, bytesDone, last, namesHash, current: null };
  }

  /** @param before how far an interrupted run came in it: as much is found again and passed over */
  beginFile(
    name: string,
    stamp: string,
    before: { readonly taken: number; readonly offset: number } | null,
  ): void {
    const { taken, offset } = before ?? { taken: 0, offset: 0 };
    this.#file = shownName(name);
    this.#toSkip = taken;
    this.#offset = offset;
    this.#refusedInARow = 0;
    this.#at = { ...this.#at, current: { name, stamp, taken, offset } };
  }

  endFile(name: string, size: number): void {
    this.#offset = 0;
    this.#toSkip = 0;
    this.#at = {
      filesDone: this.#at.filesDone + 1,
      bytesDone: sumOfBytes(this.#at.bytesDone, size),
      last: name,
      namesHash: chained(this.#at.namesHash, name),
      current: null,
    };
    this.#closeIfFull();
  }

  /** Says something of a file that is not read; it belongs to the step that ends the file. */
  refuseFile(name: string, code: RefusalCode): void {
    this.#refusals.push({ code, place: { file: shownName(name), ...WHOLE_FILE } });
  }

  item(bytes: Uint8Array, position: Position): void {
    if (this.#passesOver()) {
      this.#goodEvents += 1;
      return;
    }
    const place = this.#placeOf(position);
    const checked = checkItem(bytes);
    if (checked.kind === 'refused') {
      // An export of several kinds of resources may begin with many that are no audit events: that is no broken file.
      const other = checked.code === 'item/not-audit-event' && bytes.length >= LIMITS.smallestResourceBytes;
      this.#refuse(checked.code, place, !other);
      return;
    }
    this.#refusedInARow = 0;
    this.#goodEvents += 1;
    const { raw, remarks, resourceId, versionId } = checked;
    const start = this.#rawBytes;
    this.#rawBytes += raw.length;
    this.#raws.push(copyOf(raw));
    this.#events.push({ resourceId, versionId, start, end: this.#rawBytes, place });
    for (const code of remarks) this.#remarks.push({ code, place });
    this.#closeIfFull();
  }

  refuse(code: RefusalCode, position: Position): void {
    if (!this.#passesOver()) this.#refuse(code, this.#placeOf(position));
  }

  remark(code: RemarkCode, position: Position): void {
    if (this.#passesOver()) return;
    this.#remarks.push({ code, place: this.#placeOf(position) });
    this.#closeIfFull();
  }

  /** @param offset bytes of the file in hand that were read */
  progress(offset: number): void {
    // What is read again after an interruption is no progress, but a step says that there is life.
    this.#offset = Math.max(this.#offset, offset);
    this.#read = offset;
    if (Math.abs(offset - this.#readAtStep) >= LIMITS.stepSilence) this.close();
  }

  /** Makes a step of what there is, be it nothing but progress. */
  close(): void {
    const bytes = new Uint8Array(this.#rawBytes);
    let at = 0;
    for (const raw of this.#raws) {
      bytes.set(raw, at);
      at += raw.length;
    }
    this.#readAtStep = this.#read;
    this.#ready.push({
      events: this.#events,
      bytes,
      refusals: this.#refusals,
      remarks: this.#remarks,
      checkpoint: this.#checkpointHere(),
      done: this.#done,
      total: this.#total,
    });
    this.#events = [];
    this.#raws = [];
    this.#rawBytes = 0;
    this.#refusals = [];
    this.#remarks = [];
  }

  /** The steps that are complete, oldest first. */
  takeReady(): readonly ImportBatch[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  /** Counts what was found; true if a step before the interruption has it. */
  #passesOver(): boolean {
    if (this.#toSkip > 0) {
      this.#toSkip -= 1;
      return true;
    }
    const { current } = this.#at;
    if (current !== null) this.#at = { ...this.#at, current: { ...current, taken: current.taken + 1 } };
    return false;
  }

  #refuse(code: RefusalCode, place: Place, speaksAgainstTheFile = true): void {
    if (speaksAgainstTheFile) this.#refusedInARow += 1;
    this.#refusals.push({ code, place });
    this.#closeIfFull();
  }

  #placeOf(position: Position): Place {
    return { file: this.#file, position: position.position, positionUnit: position.positionUnit };
  }

  #closeIfFull(): void {
    const notes = this.#refusals.length + this.#remarks.length;
    const isFull =
      this.#events.length >= LIMITS.stepEvents ||
      this.#rawBytes >= LIMITS.stepBytes ||
      notes >= LIMITS.stepNotes;
    if (isFull) this.close();
  }

  #checkpointHere(): ImportCheckpoint {
    const { current } = this.#at;
    return current === null ? this.#at : { ...this.#at, current: { ...current, offset: this.#offset } };
  }

  get #done(): number {
    return Math.min(this.#at.bytesDone + this.#offset, this.#total);
  }
}
