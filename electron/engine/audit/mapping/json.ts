export type JsonObject = Readonly<Record<string, unknown>>;

/** An object of JSON: not null, not a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object under `key`, else undefined. */
export function objectAt(from: JsonObject, key: string): JsonObject | undefined {
  const value = own(from, key);
  return isObject(value) ? value : undefined;
}

/** The non-empty string under `key`, else null. FHIR forbids empty strings; some servers send them. */
export function textAt(from: JsonObject, key: string): string | null {
  const value = own(from, key);
  return typeof value === 'string' && value !== '' ? value : null;
}

const NONE: readonly JsonObject[] = [];

/** The objects in the list under `key`; whatever else the list holds is skipped, `unknownElements` reports it. */
export function objectsAt(from: JsonObject, key: string): readonly JsonObject[] {
  const value = own(from, key);
  if (!Array.isArray(value)) return NONE;
  return value.every(isObject) ? value : value.filter(isObject);
}

/** The strings in the list under `key`. */
export function textsAt(from: JsonObject, key: string): readonly string[] {
  const value = own(from, key);
  return Array.isArray(value) ? value.filter(isText) : [];
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** A plain read: JSON.parse makes `__proto__` a key like any other, and no FHIR name stands on Object.prototype. */
function own(from: JsonObject, key: string): unknown {
  return from[key];
}

/**
 * UTF-8 bytes as text. A byte-order mark is dropped (RFC 8259 §8.1 lets a parser ignore it) and broken sequences
 * become U+FFFD: the raw bytes are kept elsewhere.
 */
export function decodeText(raw: Uint8Array): string {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const text = bytes.toString('utf8');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** Parses bytes as one AuditEvent; null where they are not JSON or not an AuditEvent. Never throws. */
export function parseAuditEvent(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && value['resourceType'] === 'AuditEvent' ? value : null;
  } catch {
    return null;
  }
}
