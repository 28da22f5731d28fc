import { AppError } from '../../../../shared/errors.ts';
import { CONSOLE_EVENT_TAG } from '../console-event.ts';
import { decodeText, isObject, objectAt, objectsAt, textAt, type JsonObject } from '../mapping/json.ts';
import { instantMs } from '../mapping/fhir-instant.ts';
import { resourceRanges } from './bundle-scan.ts';
import type { SourcedEvent } from './ports.ts';

export interface BundlePage {
  readonly events: readonly FetchedEvent[];
  /** Address of the next page as the server wrote it; null on the last one. */
  readonly next: string | null;
  /** The server's own count, where it gave a sane one. */
  readonly total: number | null;
  /** When the server built the page, by its own clock. */
  readonly builtMs: number | null;
  /** Entries that are not AuditEvents, by kind. */
  readonly outcomes: number;
  readonly otherRecords: number;
  readonly withoutRecord: number;
}

export interface FetchedEvent {
  readonly event: SourcedEvent;
  /** meta.lastUpdated and recorded in ms; null where missing or not an instant. */
  readonly lastUpdatedMs: number | null;
  readonly recordedMs: number | null;
}

/**
 * Reads a searchset. Each event carries the exact bytes of its entry. Throws `source/not-fhir` for what is no FHIR
 * JSON at all and `source/bad-answer` for a broken or incomplete Bundle: it is refused as a whole.
 */
export function readBundle(bytes: Uint8Array): BundlePage {
  const bundle = parseFhir(bytes);
  if (bundle['resourceType'] !== 'Bundle') throw badAnswer('The answer to a search is not a Bundle.');
  const entries: unknown = bundle['entry'] ?? [];
  if (!Array.isArray(entries)) throw badAnswer('Bundle.entry is not a list.');
  const ranges = resourceRanges(bytes);
  const events: FetchedEvent[] = [];
  let outcomes = 0;
  let otherRecords = 0;
  let withoutRecord = 0;
  for (const [index, entry] of entries.entries()) {
    const resource: unknown = isObject(entry) ? entry['resource'] : undefined;
    const range = ranges[index];
    if (!isObject(resource) || range === undefined || range === null) withoutRecord += 1;
    else if (resource['resourceType'] === 'OperationOutcome') outcomes += 1;
    else if (resource['resourceType'] !== 'AuditEvent') otherRecords += 1;
    // A copy, for a view would keep the whole page in memory and drag it through every postMessage.
    else events.push(fetchedEvent(resource, bytes.slice(range.start, range.end)));
  }
  return {
    events,
    next: nextLink(bundle),
    total: saneCount(bundle['total']),
    builtMs: lastUpdatedOf(bundle),
    outcomes,
    otherRecords,
    withoutRecord,
  };
}

/** Parses an answer as FHIR JSON; an HTML page or other text is `source/not-fhir`, broken JSON `source/bad-answer`. */
export function parseFhir(bytes: Uint8Array): JsonObject {
  const text = decodeText(bytes);
  if (text.trim() === '') throw badAnswer('The answer is empty.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    if (/^\s*[[{]/.test(text)) throw badAnswer('The answer is broken or incomplete JSON.');
    throw new AppError('source/not-fhir', 'The answer is not JSON.');
  }
  if (!isObject(value) || textAt(value, 'resourceType') === null) {
    throw new AppError('source/not-fhir', 'The answer is not a FHIR resource.');
  }
  return value;
}

function badAnswer(message: string): AppError {
  return new AppError('source/bad-answer', message);
}

function fetchedEvent(resource: JsonObject, raw: Uint8Array): FetchedEvent {
  const meta = objectAt(resource, 'meta');
  const recorded = textAt(resource, 'recorded');
  return {
    event: {
      origin: 'fhir',
      resourceId: textAt(resource, 'id'),
      versionId: meta === undefined ? null : textAt(meta, 'versionId'),
      raw,
      alias: aliasOf(resource),
    },
    lastUpdatedMs: lastUpdatedOf(resource),
    recordedMs: recorded === null ? null : instantMs(recorded),
  };
}

/** The console's own id of an event that a console wrote (its tag); null for all others. */
function aliasOf(resource: JsonObject): string | null {
  const meta = objectAt(resource, 'meta');
  if (meta === undefined) return null;
  const tag = objectsAt(meta, 'tag').find((coding) => coding['system'] === CONSOLE_EVENT_TAG);
  return tag === undefined ? null : textAt(tag, 'code');
}

function lastUpdatedOf(resource: JsonObject): number | null {
  const meta = objectAt(resource, 'meta');
  const text = meta === undefined ? null : textAt(meta, 'lastUpdated');
  return text === null ? null : instantMs(text);
}

function nextLink(bundle: JsonObject): string | null {
  const link = objectsAt(bundle, 'link').find((one) => one['relation'] === 'next');
  return link === undefined ? null : textAt(link, 'url');
}

function saneCount(total: unknown): number | null {
  return typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? total : null;
}
