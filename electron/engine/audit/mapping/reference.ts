import { objectAt, objectsAt, textAt, type JsonObject } from './json.ts';

/** [base]/[type]/[id], with or without base and version (hl7.org/fhir/R4/references.html#literal). */
const LITERAL = /^(?:(https?:\/\/[^?#]+)\/)?([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[^/?#]+)?$/;

export interface Literal {
  /** Null for a relative reference. */
  readonly base: string | null;
  readonly type: string;
  readonly id: string;
}

/** Reads a literal reference to a record; null for `#local`, `urn:` and what has another form. */
export function readLiteral(reference: string): Literal | null {
  if (reference.length > 2_000) return null;
  const match = LITERAL.exec(reference);
  if (match?.[2] === undefined || match[3] === undefined) return null;
  return { base: match[1] ?? null, type: match[2], id: match[3] };
}

/**
 * What the references of one event mean. `baseUrl` is the FHIR base of the server the event came from: an absolute
 * reference below it names the same record as a relative one. References to other servers stay absolute, for the
 * same id at two servers is two patients.
 */
export class References {
  readonly contained: readonly JsonObject[];
  private readonly base: string | null;
  private readonly literals = new Map<string, Literal | null>();

  constructor(event: JsonObject, baseUrl: string | null) {
    this.contained = objectsAt(event, 'contained');
    this.base = baseUrl === null ? null : withoutSlash(baseUrl);
  }

  /** The type of record that a FHIR Reference points at, as far as it says; null if it does not. */
  typeOf(reference: JsonObject): string | null {
    const literal = textAt(reference, 'reference');
    if (literal !== null) {
      const type = literal.startsWith('#') ? this.typeOfContained(literal) : this.read(literal)?.type;
      if (type !== undefined && type !== null) return type;
    }
    return textAt(reference, 'type');
  }

  /** The contained record that a local reference (`#id`) names. */
  containedBy(reference: string): JsonObject | null {
    if (!reference.startsWith('#') || reference.length < 2) return null;
    return this.contained.find((record) => textAt(record, 'id') === reference.slice(1)) ?? null;
  }

  /**
   * Canonical identity of a reference: an identifier with its system, else the literal reference, else an identifier
   * without a system (which is unique nowhere); null for a local or an empty one.
   */
  keyOf(reference: JsonObject): string | null {
    const identifier = objectAt(reference, 'identifier');
    if (identifier !== undefined && textAt(identifier, 'system') !== null) {
      const key = identifierKey(identifier);
      if (key !== null) return key;
    }
    const literal = textAt(reference, 'reference');
    const byLiteral = literal === null ? null : this.keyOfLiteral(literal);
    return byLiteral ?? (identifier === undefined ? null : identifierKey(identifier));
  }

  private keyOfLiteral(literal: string): string | null {
    if (!literal.startsWith('#')) return this.canonical(literal);
    const local = this.containedBy(literal);
    return local === null ? null : recordKey(local);
  }

  /** The shortest true form of a literal reference: `Patient/1` where it is the same server's, without version. */
  canonical(reference: string): string {
    const literal = this.read(reference);
    if (literal === null) return reference.startsWith('urn:') ? reference.toLowerCase() : reference;
    const relative = `${literal.type}/${literal.id}`;
    if (literal.base === null || literal.base === this.base) return relative;
    return `${literal.base}/${relative}`;
  }

  /** One reference is asked for several times over: as a patient, an entity, a label. */
  private read(reference: string): Literal | null {
    const known = this.literals.get(reference);
    if (known !== undefined) return known;
    const literal = readLiteral(reference);
    this.literals.set(reference, literal);
    return literal;
  }

  private typeOfContained(reference: string): string | null {
    const record = this.containedBy(reference);
    return record === null ? null : textAt(record, 'resourceType');
  }
}

function withoutSlash(url: string): string {
  return url.endsWith('/') ? url.slice(0, -1) : url;
}

/** `system|value`; `|value` without a system, as FHIR's token search writes it; null without a value. */
export function identifierKey(identifier: JsonObject): string | null {
  const value = textAt(identifier, 'value');
  return value === null ? null : `${textAt(identifier, 'system') ?? ''}|${value}`;
}

/** Identity of a contained record: its first identifier with a value. Its local id means nothing elsewhere. */
export function recordKey(record: JsonObject): string | null {
  for (const identifier of objectsAt(record, 'identifier')) {
    const key = identifierKey(identifier);
    if (key !== null) return key;
  }
  return null;
}

/** Name of a contained record: HumanName (Patient, Practitioner …) or plain name (Organization, Device …). */
export function recordName(record: JsonObject): string | null {
  const plain = textAt(record, 'name');
  if (plain !== null) return plain;
  for (const name of objectsAt(record, 'name')) {
    const text = textAt(name, 'text');
    if (text !== null) return text;
    const given = Array.isArray(name['given'])
      ? name['given'].filter((part) => typeof part === 'string')
      : [];
    const parts = [...given, textAt(name, 'family') ?? ''].filter((part) => part !== '');
    if (parts.length > 0) return parts.join(' ');
  }
  return null;
}
