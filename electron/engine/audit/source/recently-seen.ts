import { createHash } from 'node:crypto';
import type { SourcedEvent } from './ports.ts';

/** Events that were stored a moment ago, so that the overlap of two reads is not stored and counted twice. */
export class RecentlySeen {
  private readonly keys = new Set<string>();
  private readonly limit: number;

  constructor(limit = 20_000) {
    this.limit = limit;
  }

  has(event: SourcedEvent): boolean {
    return this.keys.has(keyOf(event));
  }

  /** Call it only after the store has confirmed the events. */
  add(events: readonly SourcedEvent[]): void {
    for (const event of events) {
      this.keys.add(keyOf(event));
    }
    for (const key of this.keys) {
      if (this.keys.size <= this.limit) break;
      this.keys.delete(key);
    }
  }
}

/** Id and version; where the server gives none, the bytes themselves. */
export function keyOf(event: SourcedEvent): string {
  if (event.resourceId !== null && event.versionId !== null) return `${event.resourceId}|${event.versionId}`;
  return createHash('sha256').update(event.raw).digest('base64');
}
