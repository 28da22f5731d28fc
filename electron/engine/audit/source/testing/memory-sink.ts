import { AppError } from '../../../../../shared/errors.ts';
import { keyOf } from '../recently-seen.ts';
import type { AuditSink, SourcedEvent } from '../ports.ts';

/** A sink as the store is one: events and cursor together or not at all, known events skipped. */
export class MemorySink implements AuditSink {
  readonly events = new Map<string, SourcedEvent>();
  readonly cursors = new Map<string, string>();
  readonly order: string[] = [];
  appends = 0;
  /** Makes the n-th append from now fail, before or after it is done: a crash has both. */
  failAt: { appends: number; done: boolean } | null = null;

  async append(batch: Parameters<AuditSink['append']>[0]) {
    await Promise.resolve();
    this.appends += 1;
    const failure = this.failAt !== null && this.appends >= this.failAt.appends ? this.failAt : null;
    if (failure !== null && !failure.done) throw new AppError('store/write-failed', 'The test said so.');
    const fresh = batch.events.filter((event) => !this.events.has(keyOf(event)));
    for (const event of fresh) {
      this.events.set(keyOf(event), event);
      this.order.push(event.resourceId ?? '');
    }
    if (batch.cursor !== undefined) this.cursors.set(batch.cursor.name, batch.cursor.value);
    if (failure !== null) throw new AppError('store/write-failed', 'The test said so.');
    return {
      stored: fresh.length,
      duplicate: batch.events.length - fresh.length,
      newestSeq: this.events.size,
    };
  }

  async getCursor(name: string): Promise<string | null> {
    return await Promise.resolve(this.cursors.get(name) ?? null);
  }
}
