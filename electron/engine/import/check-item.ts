import { isUtf8 } from 'node:buffer';
import type { RefusalCode, RemarkCode } from '../../../shared/domain/jobs.ts';
import { instantMs } from '../audit/mapping/fhir-instant.ts';
import { isObject, type JsonObject } from '../audit/mapping/json.ts';
import { hasByteOrderMark } from './bytes.ts';
import { LIMITS } from './limits.ts';
import { measure } from './measure.ts';

/** What became of one item. */
export type Checked =
  | {
      readonly kind: 'event';
      readonly resourceId: string | null;
      readonly versionId: string | null;
      /** The item's own bytes, without a byte-order mark. */
      readonly raw: Uint8Array;
      readonly remarks: readonly RemarkCode[];
    }
  | { readonly kind: 'refused'; readonly code: RefusalCode };

/** FHIR R4 `id` (hl7.org/fhir/R4/datatypes.html#id): nothing that is a path or a formula. */
const ID = /^[A-Za-z0-9\-.]{1,64}$/;
const LATEST_MS = Date.parse('9999-12-31T23:59:59.999Z');
const EARLIEST_MS = Date.parse('0000-01-01T00:00:00Z');

/**
 * Decides whether the bytes of an item are an AuditEvent that can be kept: what the console keys on (JSON, type, id,
 * version, time) must be sound; everything else goes in as it is. Never throws. Nothing is parsed before its size, depth
 * and count of values are known to be sane.
 */
export function checkItem(bytes: Uint8Array): Checked {
  if (bytes.length > LIMITS.itemBytes) return refused('item/too-large');
  const marked = hasByteOrderMark(bytes);
  const raw = marked ? bytes.subarray(3) : bytes;
  if (!isUtf8(raw)) return refused('item/not-utf8');
  const { depth, keys, values, open, largeNumber } = measure(raw);
  if (depth > LIMITS.itemDepth) return refused('item/too-deep');
  if (values > LIMITS.itemValues) return refused('item/too-large');
  const text = asBuffer(raw).toString('utf8');
  const value = parsed(text);
  if (value === undefined) return refused(open ? 'item/truncated' : 'item/not-json');
  const escaped = text.includes('\\u');
  const found = inspect(value, escaped);
  if (found.keys !== keys) return refused('item/duplicate-keys');
  if (!isObject(value) || value['resourceType'] !== 'AuditEvent') return refused('item/not-audit-event');
  const unsound = unsoundness(value);
  if (unsound !== null) return refused(unsound);
  const remarks: RemarkCode[] = [];
  if (marked) remarks.push('item/byte-order-mark');
  if (largeNumber) remarks.push('item/large-number');
  if (found.loneSurrogate) remarks.push('item/lone-surrogate');
  if (found.nul) remarks.push('item/nul');
  return { kind: 'event', resourceId: textOf(value['id']), versionId: versionOf(value), raw, remarks };
}

/** True for bytes that are, by themselves, an object with `resourceType`; for telling lines from documents. */
export function isResource(bytes: Uint8Array): boolean {
  if (bytes.length > LIMITS.itemBytes || !isUtf8(bytes)) return false;
  const { depth, values, open } = measure(bytes);
  if (open || depth > LIMITS.itemDepth || values > LIMITS.itemValues) return false;
  const value = parsed(asBuffer(bytes).toString('utf8'));
  return isObject(value) && typeof value['resourceType'] === 'string';
}

function refused(code: RefusalCode): Checked {
  return { kind: 'refused', code };
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Undefined, which is no value of JSON, where the text is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unsoundness(event: JsonObject): RefusalCode | null {
  const meta = event['meta'];
  const version = isObject(meta) ? meta['versionId'] : undefined;
  if (!isAbsentOrId(event['id']) || !isAbsentOrId(version)) return 'item/bad-id';
  const recorded = event['recorded'];
  const ms = typeof recorded === 'string' ? instantMs(recorded) : null;
  // A zone can push the first or last hours into a year that no time of four digits names.
  return ms === null || ms < EARLIEST_MS || ms > LATEST_MS ? 'item/bad-time' : null;
}

function isAbsentOrId(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && ID.test(value));
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function versionOf(event: JsonObject): string | null {
  const meta = event['meta'];
  return isObject(meta) ? textOf(meta['versionId']) : null;
}

interface Found {
  readonly keys: number;
  readonly loneSurrogate: boolean;
  readonly nul: boolean;
}

/** Counts all keys and, where there are escapes, looks at each text. Without recursion. */
function inspect(value: unknown, escaped: boolean): Found {
  let keys = 0;
  let loneSurrogate = false;
  let nul = false;
  const look = (text: string): void => {
    if (!escaped) return;
    if (!text.isWellFormed()) loneSurrogate = true;
    if (text.includes('\u0000')) nul = true;
  };
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === 'string') look(next);
    else if (Array.isArray(next)) for (const inner of next) waiting.push(inner);
    else if (isObject(next)) {
      for (const key in next) {
        keys += 1;
        look(key);
        waiting.push(next[key]);
      }
    }
  }
  return { keys, loneSurrogate, nul };
}
