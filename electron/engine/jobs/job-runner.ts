import { randomUUID } from 'node:crypto';
import {
  isFinal,
  type Job,
  type JobItem,
  type JobKindName,
  type JobState,
} from '../../../shared/domain/jobs.ts';
import { AppError, hasCode, toErrorValue, type ErrorValue } from '../../../shared/errors.ts';
import { within } from '../operators/settled.ts';
import type { AppendResult, JobItemsQuestion, JobMove, JobRecord, Store } from '../store/store.ts';
import type { AnyJobKind } from './any-kind.ts';
import type { JobStep, PlacedEvent } from './job-kind.ts';
import { nextState, type JobAct } from './job-state.ts';
import { jobView } from './job-view.ts';
import { estimateEndMs, withSample, type Sample } from './pace.ts';
import { Throttle } from './throttle.ts';

export interface JobRunnerParts {
  readonly store: Pick<Store, 'append' | 'createJob' | 'moveJob' | 'job' | 'jobs' | 'openJobs' | 'jobItems'>;
  readonly kinds: readonly AnyJobKind[];
  readonly now: () => number;
  /** A job began, went on or ended; at most four times a second for each. */
  readonly onChange: (jobId: string) => void;
  /** Events of a step are in the store. */
  readonly onStored: (result: AppendResult) => void;
  /** Makes the move that ends a job, in one transaction with the record of its result in the action log. */
  readonly recordEnd: (ending: JobEnding) => Promise<void>;
  /** The end of a job could not be kept; it is tried again. */
  readonly onTrouble: (error: unknown) => void;
}

/** A job on the way into its final state. */
export interface JobEnding {
  /** As it is before the move: its counts are final. */
  readonly record: JobRecord;
  readonly state: 'done' | 'failed' | 'cancelled';
  readonly error: ErrorValue | null;
  readonly move: JobMove;
}

export interface JobRequest {
  readonly kind: JobKindName;
  readonly params: unknown;
  readonly title: string;
  /** What the action log says of the act that begins it. */
  readonly about: string;
}

interface Current {
  readonly jobId: string;
  readonly controller: AbortController;
  samples: readonly Sample[];
  total: number | null;
}

const PUSH_INTERVAL_MS = 250;
const RETRY_AFTER_MS = 30_000;
const STOP_TIMEOUT_MS = 3_000;
const TITLE_CHARS = 200;
/** A job under which the process died so often without a step in between is not begun again. */
const MAX_ATTEMPTS = 3;

/**
 * Runs the jobs of one open desk, one at a time in the order of their creation. What a job is stands in the store alone: every
 * change is a transition there first, and only then does the runner follow it.
 */
export class JobRunner {
  readonly #parts: JobRunnerParts;
  readonly #changes: Throttle;
  #state: 'idle' | 'started' | 'stopped' = 'idle';
  #working: Promise<void> | null = null;
  #wanted = false;
  #current: Current | null = null;
  #retry: NodeJS.Timeout | null = null;

  constructor(parts: JobRunnerParts) {
    this.#parts = parts;
    this.#changes = new Throttle(PUSH_INTERVAL_MS, parts.onChange);
  }

  /** Goes on with what was interrupted. Doing it twice does nothing. */
  start(): void {
    if (this.#state !== 'idle') return;
    this.#state = 'started';
    this.#wake();
  }

  async create({ kind, params, title, about }: JobRequest): Promise<Job> {
    const { name, unit, packParams } = this.#kind(kind);
    const record = await this.#parts.store.createJob({
      jobId: randomUUID(),
      kind: name,
      title: title.slice(0, TITLE_CHARS),
      about,
      params: packParams(params),
      unit,
      createdAtMs: this.#parts.now(),
    });
    this.#changed(record.jobId);
    this.#wake();
    return this.#view(record);
  }

  /** Newest first. */
  async list(limit: number): Promise<Job[]> {
    return (await this.#parts.store.jobs(limit)).map((record) => this.#view(record));
  }

  /** @throws job/not-found */
  async view(jobId: string): Promise<Job> {
    return this.#view(await this.#parts.store.job(jobId));
  }

  /** @throws job/not-found */
  async items(question: JobItemsQuestion): Promise<{ items: JobItem[]; next: number | null }> {
    const found = await this.#parts.store.jobItems({ ...question, limit: question.limit + 1 });
    const items = found.slice(0, question.limit);
    const next = found.length > question.limit ? (items.at(-1)?.number ?? null) : null;
    return { items, next };
  }

  /** @throws job/not-found, job/not-possible */
  async pause(jobId: string): Promise<Job> {
    const record = await this.#move(jobId, 'pause');
    this.#abort(jobId);
    return this.#view(record);
  }

  /** @throws job/not-found, job/not-possible */
  async resume(jobId: string): Promise<Job> {
    const record = await this.#move(jobId, 'resume');
    this.#wake();
    return this.#view(record);
  }

  /** A job that is being cancelled already stays so. @throws job/not-found, job/not-possible */
  async cancel(jobId: string): Promise<Job> {
    // Again where the job has moved on between looking and acting; it cannot do so for ever.
    for (;;) {
      const record = await this.#parts.store.job(jobId);
      if (record.state === 'cancelling') break;
      const ends = nextState(record.state, 'cancel') === 'cancelled';
      const acted = ends
        ? this.#tryEnd(record, 'cancel', null)
        : ifMoved(this.#move(jobId, 'cancel', record.state));
      if (await acted) break;
      if (isFinal(record.state)) throw new AppError('job/not-possible', 'The job has ended.');
    }
    this.#abort(jobId);
    return this.view(jobId);
  }

  /** Hands the job in hand back, so that it goes on another time, and waits for its step, within limits. Never rejects. */
  async stop(): Promise<void> {
    this.#state = 'stopped';
    if (this.#retry !== null) clearTimeout(this.#retry);
    const { jobId } = this.#current ?? {};
    if (jobId !== undefined) {
      // First on the disk: what takes longer than the limit must not look like a crash the next time.
      await within(STOP_TIMEOUT_MS, this.#move(jobId, 'interrupt')).catch(() => undefined);
      this.#abort(jobId);
    }
    if (this.#working !== null) await within(STOP_TIMEOUT_MS, this.#working);
    this.#changes.close();
  }

  #wake(): void {
    if (this.#state !== 'started') return;
    this.#wanted = true;
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
      if (this.#wanted) this.#wake();
    });
  }

  /** Never rejects. */
  async #work(): Promise<void> {
    try {
      while (this.#wanted && this.#isStarted()) {
        this.#wanted = false;
        const next = await this.#next();
        if (next === undefined || !this.#isStarted()) continue;
        this.#wanted = true;
        await this.#run(next);
      }
    } catch (error) {
      this.#wanted = false;
      if (!this.#isStarted()) return;
      this.#parts.onTrouble(error);
      this.#retry = setTimeout(() => {
        this.#wake();
      }, RETRY_AFTER_MS);
      this.#retry.unref();
    }
  }

  #isStarted(): boolean {
    return this.#state === 'started';
  }

  /** The oldest job whose turn it is. What is found running was left by a process that died, and waits again first. */
  async #next(): Promise<JobRecord | undefined> {
    for (const record of await this.#parts.store.openJobs()) {
      if (record.state === 'cancelling') await this.#end(record, 'interrupt', null);
      else if (record.state === 'running' && record.attempts >= MAX_ATTEMPTS) await this.#giveUp(record);
      else if (record.state === 'running') return this.#move(record.jobId, 'interrupt', 'running', true);
      else if (record.state === 'waiting') return record;
    }
    return undefined;
  }

  async #giveUp(record: JobRecord): Promise<void> {
    const error = new AppError('job/keeps-crashing', 'The console died under this job again and again.', {
      detail: { attempts: record.attempts },
    });
    await this.#end(record, 'fail', error);
  }

  async #run({ jobId, kind }: JobRecord): Promise<void> {
    const controller = new AbortController();
    const current: Current = { jobId, controller, samples: [], total: null };
    // Before it begins: a stop must find it, and its interruption then comes second.
    this.#current = current;
    try {
      const begun = await ifPossible(this.#move(jobId, 'begin'));
      if (begun === null || !this.#isStarted()) return;
      const { checkpoint, params, progress } = begun;
      current.samples = [{ atMs: this.#parts.now(), done: progress.done }];
      current.total = progress.total;
      const keep = async (step: JobStep<string>, events: readonly PlacedEvent[]): Promise<void> =>
        this.#keep(current, step, events);
      let error: unknown = null;
      try {
        await this.#kind(kind).run({ jobId, params, checkpoint, signal: controller.signal, keep });
      } catch (thrown) {
        error = thrown;
      }
      if (this.#isStarted()) await this.#left(jobId, controller.signal.aborted, error);
    } finally {
      this.#current = null;
    }
  }

  /** The kind has returned: because it is done, because it failed, or because it was told to. */
  async #left(jobId: string, aborted: boolean, error: unknown): Promise<void> {
    const record = await this.#parts.store.job(jobId);
    if (isFinal(record.state)) return;
    if (record.state === 'cancelling') await this.#end(record, 'stop', null);
    else if (aborted) return;
    else if (error === null) await this.#end(record, 'finish', null);
    else await this.#end(record, 'fail', error);
  }

  async #keep(current: Current, step: JobStep<string>, events: readonly PlacedEvent[]): Promise<void> {
    const { jobId } = current;
    const { checkpoint, done, total, accepted = 0, duplicate = 0, refusals, remarks } = step;
    const places = events.map(({ place }) => place);
    const result = await this.#parts.store.append({
      events: events.map(({ event }) => event),
      receivedAtMs: this.#parts.now(),
      job: {
        kind: 'step',
        step: { jobId, checkpoint, done, total, accepted, duplicate, refusals, remarks, places },
      },
    });
    current.samples = withSample(current.samples, { atMs: this.#parts.now(), done });
    current.total = total;
    this.#changed(jobId);
    if (result.stored > 0) this.#parts.onStored(result);
  }

  /** Ends a job. A person may have moved it meanwhile: then its new state decides. */
  async #end(record: JobRecord, act: JobAct, error: unknown): Promise<void> {
    if (await this.#tryEnd(record, act, error)) return;
    const now = await this.#parts.store.job(record.jobId);
    if (now.state === 'cancelling') await this.#tryEnd(now, 'stop', null);
  }

  /** Ends a job with the record of its result; false where the act does not end it from its state, or no longer. */
  async #tryEnd(record: JobRecord, act: JobAct, error: unknown): Promise<boolean> {
    const { jobId, state: from } = record;
    const state = nextState(from, act);
    if (state !== 'done' && state !== 'failed' && state !== 'cancelled') return false;
    const value = state === 'failed' ? toErrorValue(error) : null;
    const move: JobMove = { jobId, act, atMs: this.#parts.now(), from, error: value, crashed: false };
    const ended = await ifMoved(this.#parts.recordEnd({ record, state, error: value, move }));
    this.#changed(jobId);
    return ended;
  }

  async #move(jobId: string, act: JobAct, from: JobState | null = null, crashed = false): Promise<JobRecord> {
    const move: JobMove = { jobId, act, atMs: this.#parts.now(), from, error: null, crashed };
    const record = await this.#parts.store.moveJob(move);
    this.#changed(jobId);
    return record;
  }

  #abort(jobId: string): void {
    if (this.#current?.jobId === jobId) this.#current.controller.abort();
  }

  #changed(jobId: string): void {
    this.#changes.request(jobId);
  }

  #view(record: JobRecord): Job {
    const current = this.#current?.jobId === record.jobId ? this.#current : null;
    const runs = current !== null && record.state === 'running';
    return jobView(record, runs ? estimateEndMs(current.samples, current.total) : null);
  }

  #kind(name: JobKindName): AnyJobKind {
    const kind = this.#parts.kinds.find((each) => each.name === name);
    if (kind === undefined) throw new AppError('engine/internal', 'There is no such kind of work.');
    return kind;
  }
}

/** Null where a person has moved the job meanwhile. */
async function ifPossible<Value>(moving: Promise<Value>): Promise<Value | null> {
  try {
    return await moving;
  } catch (error) {
    if (hasCode(error, 'job/not-possible')) return null;
    throw error;
  }
}

async function ifMoved(moving: Promise<unknown>): Promise<boolean> {
  return (await ifPossible(moving.then(() => true))) !== null;
}
