import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Moments, randomOf } from './moments.ts';
import type { Operation } from './operation.ts';
import { Victim, type Run } from './victim.ts';

/** Whole runs that tell the length of an operation before anything is killed, for each variant. */
const WHOLE_RUNS = 2;
/** Of the kills that cut, so many are followed by another before anybody looks: a crash while coming back from a crash. */
const UNSEEN = 1 / 4;
const ERROR_CHARS = 2_000;

export interface Failure {
  readonly operation: string;
  readonly seed: number;
  readonly trial: number;
  readonly variant: string;
  readonly killedAfterMs: number;
  /** What lay there when it was killed, for whoever looks for the cause. */
  readonly folder: string;
  readonly error: string;
}

export interface Tally {
  readonly operation: string;
  readonly trials: number;
  /** Kills before the operation began, within it and after its end. */
  readonly before: number;
  readonly within: number;
  readonly after: number;
  /** What was found after the kills: how often each state. */
  readonly states: Readonly<Record<string, number>>;
  readonly lengthMs: Readonly<Record<string, number>>;
  readonly failures: readonly Failure[];
}

interface Folder {
  readonly path: string;
  readonly variant: string;
  readonly said: string[];
  unseen: boolean;
}

/** The trials of one operation: one process killed in each, and what it left looked at. */
export class Trials {
  readonly #operation: Operation;
  readonly #seed: number;
  readonly #random: () => number;
  readonly #root = mkdtempSync(join(tmpdir(), 'medminder-crash-'));
  readonly #moments = new Map<string, Moments>();
  readonly #counts = { trials: 0, before: 0, within: 0, after: 0 };
  readonly #states = new Map<string, number>();
  readonly #failures: Failure[] = [];
  #folder: Folder | null = null;
  #next: Victim | null = null;
  #made = 0;

  /** The same seed draws the same moments; what a machine does in them is its own. */
  constructor(operation: Operation, seed: number) {
    this.#operation = operation;
    this.#seed = seed;
    this.#random = randomOf(seed);
  }

  /** Makes what is started from and measures how long the operation takes. */
  async prepare(): Promise<void> {
    const { variants } = this.#operation;
    for (const variant of variants) mkdirSync(this.#template(variant), { recursive: true });
    await this.#operation.prepare((variant) => this.#template(variant));
    for (let whole = 0; whole < WHOLE_RUNS * variants.length; whole += 1) await this.#toItsEnd();
    const [failure] = this.#failures;
    if (failure !== undefined)
      throw new Error(`${failure.operation} fails without any kill: ${failure.error}`);
  }

  async run(trials: number): Promise<void> {
    for (let trial = 0; trial < trials; trial += 1) await this.#trial();
  }

  /** Brings what was cut last to its end, and takes everything away but what failed. */
  async finish(): Promise<Tally> {
    if (this.#folder !== null) await this.#toItsEnd();
    await this.#next?.kill();
    if (this.#failures.length === 0) rmSync(this.#root, { recursive: true, force: true });
    const lengths = [...this.#moments].map(([variant, { lengthMs }]) => [variant, Math.round(lengthMs)]);
    return {
      operation: this.#operation.name,
      ...this.#counts,
      states: Object.fromEntries(this.#states),
      lengthMs: Object.fromEntries(lengths) as Record<string, number>,
      failures: this.#failures,
    };
  }

  async #trial(): Promise<void> {
    const folder = this.#freshOrCut();
    const killedAfterMs = this.#momentsOf(folder.variant).next();
    const canBeUnseen = !folder.unseen && this.#random() < UNSEEN;
    await this.#guarded(folder, killedAfterMs, async () => {
      const run = await this.#victim().run(folder.path, killedAfterMs);
      this.#count(folder, run);
      folder.said.push(...run.said);
      folder.unseen = canBeUnseen && run.tookMs === null;
      if (!folder.unseen) await this.#look(folder);
    });
  }

  async #toItsEnd(): Promise<void> {
    const folder = this.#freshOrCut();
    const isWhole = folder.said.length === 0;
    await this.#guarded(folder, -1, async () => {
      const { said, tookMs } = await this.#victim().run(folder.path, null);
      if (isWhole && tookMs !== null) this.#momentsOf(folder.variant).learn(tookMs);
      folder.said.push(...said);
      await this.#look(folder);
      if (this.#folder !== null) throw new Error('The operation ended and something was left to do.');
    });
  }

  async #look(folder: Folder): Promise<void> {
    const { path, variant, said } = folder;
    const { state, isOver } = await this.#operation.check({ folder: path, variant, said });
    this.#states.set(state, (this.#states.get(state) ?? 0) + 1);
    if (isOver) {
      rmSync(path, { recursive: true, force: true });
      this.#folder = null;
    }
  }

  #count(folder: Folder, { said, tookMs }: Run): void {
    this.#counts.trials += 1;
    if (!said.includes('began')) this.#counts.before += 1;
    else if (tookMs === null) this.#counts.within += 1;
    else {
      this.#counts.after += 1;
      if (folder.said.length === 0) this.#momentsOf(folder.variant).learn(tookMs);
    }
  }

  async #guarded(folder: Folder, killedAfterMs: number, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const trial = this.#counts.trials;
      const kept = join(this.#root, `failed-${this.#failures.length}`);
      renameSync(folder.path, kept);
      this.#folder = null;
      this.#failures.push({
        operation: this.#operation.name,
        seed: this.#seed,
        trial,
        variant: folder.variant,
        killedAfterMs,
        folder: kept,
        error: (error instanceof Error ? (error.stack ?? error.message) : String(error)).slice(
          0,
          ERROR_CHARS,
        ),
      });
    }
  }

  #freshOrCut(): Folder {
    if (this.#folder !== null) return this.#folder;
    const { variants } = this.#operation;
    const variant = variants[this.#made % variants.length] ?? '';
    const path = join(this.#root, `trial-${this.#made}`);
    this.#made += 1;
    cpSync(this.#template(variant), path, { recursive: true });
    this.#folder = { path, variant, said: [], unseen: false };
    return this.#folder;
  }

  /** The one that waits; the one after it begins to load at once. */
  #victim(): Victim {
    const { name } = this.#operation;
    const cache = join(this.#root, 'compiled');
    const victim = this.#next ?? new Victim(name, cache);
    this.#next = new Victim(name, cache);
    return victim;
  }

  #momentsOf(variant: string): Moments {
    const known = this.#moments.get(variant) ?? new Moments(this.#random);
    this.#moments.set(variant, known);
    return known;
  }

  #template(variant: string): string {
    return join(this.#root, 'templates', variant);
  }
}
