import type { Timing } from './ports.ts';

/** A wait that can be cut short by a call, or by the end of the service. */
export class Alarm {
  private readonly timing: Pick<Timing, 'sleep'>;
  private current = new AbortController();
  private rung = false;

  constructor(timing: Pick<Timing, 'sleep'>) {
    this.timing = timing;
  }

  /** Ends the present wait, or the next one if none is under way. */
  ring(): void {
    this.rung = true;
    this.current.abort();
  }

  /** Waits `ms`; a ring ends it at once, also one that came before. */
  async wait(ms: number, stop: AbortSignal): Promise<void> {
    if (!this.rung) {
      this.current = new AbortController();
      await this.timing.sleep(ms, AbortSignal.any([stop, this.current.signal]));
    }
    this.rung = false;
  }
}
