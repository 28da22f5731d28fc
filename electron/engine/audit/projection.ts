import type { AuditAction, AuditOrigin, AuditOutcome } from '../../../shared/domain/audit.ts';

/**
 * Somebody or something an event names. `key` tells two of the same label apart and joins two spellings of one: the
 * canonical identity (`system|value` of an identifier, else a relative reference, else the label in lower case).
 */
export interface ProjectedTerm {
  readonly key: string;
  readonly label: string;
}

/** What is searched and shown of one AuditEvent. Everything else stays in the raw bytes. */
export interface EventProjection {
  /** AuditEvent.recorded as ms since the epoch; null where it is missing or not a FHIR instant. */
  readonly recordedMs: number | null;
  readonly action: AuditAction | null;
  readonly outcome: AuditOutcome | null;
  /** AuditEvent.type in words. */
  readonly type: string;
  /** The most telling subtype in words. */
  readonly subtype: string | null;
  /** All agents, the one that the row shows (the requestor, else the first) first. */
  readonly agents: readonly ProjectedTerm[];
  /** All patients among the entities, agents and contained resources, without duplicates. */
  readonly patients: readonly ProjectedTerm[];
  /** All places: the source's site first, then network addresses and locations of the agents. */
  readonly places: readonly ProjectedTerm[];
  readonly entity: string | null;
  readonly purposes: readonly string[];
  /** Words for full-text search: labels, codes, identifiers, descriptions, decoded queries; white space between. */
  readonly searchText: string;
  /** FHIR paths that the mapping does not know. */
  readonly unmapped: readonly string[];
}

/** An event on its way into the store: the bytes as sent, and how its source names it. */
export interface IncomingEvent {
  readonly origin: AuditOrigin;
  /** AuditEvent.id and meta.versionId as the source has them; null where it has none. */
  readonly resourceId: string | null;
  readonly versionId: string | null;
  readonly raw: Uint8Array;
  /**
   * The uuid that a console-written event carries in its meta.tag when the server sends it back under an id of its own:
   * the `resourceId` that the console gave it; null for everybody else's events.
   */
  readonly alias: string | null;
}
