import type { SourceStatus } from '../../../../shared/domain/desk.ts';
import type { BundlePage } from './bundle.ts';

/** More kinds of oddity than this are not told apart. */
const NOTE_LIMIT = 12;

/** The source's status, told to whoever listens each time it changes. */
export class StatusBoard {
  private status: SourceStatus = {
    state: 'idle',
    stored: 0,
    expected: null,
    lastContactAt: null,
    nextAttemptAt: null,
    error: null,
    notes: [],
  };
  private readonly listeners = new Set<(status: SourceStatus) => void>();
  private readonly odd = { outcomes: 0, otherRecords: 0, withoutRecord: 0 };
  private abilityNotes: readonly string[] = [];

  current(): SourceStatus {
    return this.status;
  }

  /** Returns what ends the subscription. */
  onChange(listener: (status: SourceStatus) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  change(part: Partial<SourceStatus>): void {
    this.status = { ...this.status, ...part };
    for (const listener of this.listeners) listener(this.status);
  }

  setAbilityNotes(notes: readonly string[]): void {
    this.abilityNotes = notes;
    this.change({ notes: this.notes() });
  }

  /** Counts what a page held besides events, in words that name nobody. */
  noteOddities(page: BundlePage): void {
    if (page.outcomes + page.otherRecords + page.withoutRecord === 0) return;
    this.odd.outcomes += page.outcomes;
    this.odd.otherRecords += page.otherRecords;
    this.odd.withoutRecord += page.withoutRecord;
    this.change({ notes: this.notes() });
  }

  private notes(): string[] {
    const { outcomes, otherRecords, withoutRecord } = this.odd;
    const counted = [
      outcomes > 0 ? `The server sent ${outcomes} remarks (OperationOutcome) among its answers.` : '',
      otherRecords > 0 ? `The server sent ${otherRecords} records that are not audit events.` : '',
      withoutRecord > 0 ? `The server sent ${withoutRecord} entries without a record.` : '',
    ].filter((note) => note !== '');
    return [...this.abilityNotes, ...counted].slice(0, NOTE_LIMIT);
  }
}
