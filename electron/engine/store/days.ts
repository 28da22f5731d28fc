export const DAY_MS = 86_400_000;

/** Which key seals an event: one data key per day of the event (UTC, YYYY-MM-DD) and retention class. */
export interface DekName {
  readonly day: string;
  readonly retentionClass: string;
}

/** Every event is kept as 45 CFR 164.316(b)(2)(i) asks until retention is told apart by class. */
export const RETENTION_CLASS = 'hipaa';

export const dayOf = (ms: number): number => Math.floor(ms / DAY_MS);

/** `YYYY-MM-DD` of a day number; FHIR instants have years of four digits (R4, 2.24.0.1), so there are no others. */
export const dayName = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
