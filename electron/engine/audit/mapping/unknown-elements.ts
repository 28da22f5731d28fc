import { duplicateKeys, keysInText } from './duplicate-keys.ts';
import { isObject, type JsonObject } from './json.ts';
import { isOfType } from './primitives.ts';
import {
  DEPTH_LIMIT,
  isPrimitive,
  isStructure,
  SHAPES,
  type Element,
  type Primitive,
  type Structure,
} from './shape.ts';

/** More unknown elements than this are reported as one: the event as a whole. */
const REPORT_LIMIT = 500;

/**
 * FHIR paths of everything the mapping does not know: elements that R4 does not have, values of another type than
 * R4 says, keys that occur twice (a parser keeps only the last), what lies too deep. Extensions and contained records
 * are known to be free in form and not reported, except modifier extensions: they may change what the event means.
 * A path stands for all that is below it.
 */
export function unknownElements(event: JsonObject, text: string): readonly string[] {
  return findUnknown(event, text).paths;
}

export interface Unknown {
  readonly paths: readonly string[];
  /** What stands at each path; a path beyond these has no value of its own. */
  readonly values: readonly unknown[];
}

/** {@link unknownElements} with their values, for the explanation. */
export function findUnknown(event: JsonObject, text: string): Unknown {
  const walk = new Walk();
  walk.structure(event, 'AuditEvent', 1);
  const { found, values } = walk;
  if (walk.keys !== keysInText(text)) found.push(...duplicateKeys(text, REPORT_LIMIT));
  if (found.length <= REPORT_LIMIT) return { paths: found, values };
  return { paths: [...found.slice(0, REPORT_LIMIT), 'AuditEvent'], values: values.slice(0, REPORT_LIMIT) };
}

/** True if a value of a structure holds nothing unknown, no extension and no id: a formatter that shows its parts shows all. */
export function isPlain(value: JsonObject, type: Structure): boolean {
  const walk = new Walk();
  walk.structure(value, type, 1);
  return walk.found.length === 0 && walk.free === 0;
}

class Walk {
  readonly found: string[] = [];
  readonly values: unknown[] = [];
  keys = 0;
  /** Objects and lists of free content that were met, and element ids: what no formatter shows. */
  free = 0;
  private readonly trail: (string | number)[] = ['AuditEvent'];

  structure(from: JsonObject, type: Structure, depth: number): void {
    const shape = SHAPES[type];
    // for…in is the fastest way over an object that JSON.parse made: it has no inherited enumerable keys.
    for (const key in from) {
      this.keys += 1;
      if (key === 'id') this.free += 1;
      this.trail.push(key);
      const element = shape.get(key);
      const value = from[key];
      if (element !== undefined) this.element(value, element, key, depth);
      else if (!this.sibling(value, key, type, from, depth)) this.report(value);
      this.trail.pop();
    }
  }

  private element(value: unknown, element: Element, key: string, depth: number): void {
    if (key === 'modifierExtension') this.report(value);
    else if (!element.list) this.one(value, element, depth);
    else if (!Array.isArray(value)) this.report(value);
    else if (value.length === 0) this.report(value);
    else {
      for (let index = 0; index < value.length; index += 1) {
        this.trail.push(index);
        this.one(value[index], element, depth);
        this.trail.pop();
      }
    }
  }

  private one(value: unknown, { type, primitive }: Element, depth: number): void {
    if (primitive) {
      // A string is what most are: asked first, for speed.
      const right = type === 'string' ? typeof value === 'string' : isOfType(type as Primitive, value);
      if (!right) this.report(value);
    } else if (!isObject(value) || depth >= DEPTH_LIMIT) this.report(value);
    else if (isStructure(type)) {
      this.structure(value, type, depth + 1);
      if (isEmpty(value)) this.report(null);
    } else this.anything(value, depth);
  }

  /** `_recorded` beside `recorded`: id and extensions of a primitive (FHIR JSON, "primitive elements"). */
  private sibling(value: unknown, key: string, type: Structure, from: JsonObject, depth: number): boolean {
    const element = key.startsWith('_') ? SHAPES[type].get(key.slice(1)) : undefined;
    if (element === undefined || !isPrimitive(element.type)) return false;
    const parts = element.list ? value : [value];
    if (!Array.isArray(parts) || parts.length === 0) return false;
    if (!parts.every((part) => isSibling(part) || (element.list && part === null))) return false;
    const named = from[key.slice(1)];
    if (element.list && named !== undefined && !Array.isArray(named)) return false;
    this.anything(value, depth);
    return true;
  }

  /** Free content: followed only to see that it is not too deep, and to count its keys. */
  private anything(value: unknown, depth: number): void {
    if (typeof value !== 'object' || value === null) return;
    this.free += 1;
    if (depth >= DEPTH_LIMIT) {
      this.report(value);
      return;
    }
    if (isEmpty(value)) {
      this.report(null);
      return;
    }
    const isList = Array.isArray(value);
    for (const [key, inner] of Object.entries(value)) {
      if (!isList) this.keys += 1;
      this.trail.push(isList ? Number(key) : key);
      this.anything(inner, depth + 1);
      this.trail.pop();
    }
  }

  private report(value: unknown): void {
    this.keys += countKeys(value);
    if (this.found.length > REPORT_LIMIT) return;
    this.found.push(pathOf(this.trail));
    this.values.push(value);
  }
}

function isSibling(value: unknown): boolean {
  return (
    isObject(value) &&
    !isEmpty(value) &&
    Object.entries(value).every(
      ([key, inner]) =>
        (key === 'id' && typeof inner === 'string') ||
        (key === 'extension' && Array.isArray(inner) && inner.length > 0 && inner.every(isObject)),
    )
  );
}

function isEmpty(value: object): boolean {
  // oxlint-disable-next-line no-unreachable-loop -- the cheapest way to ask whether there is a first key
  for (const _ in value) return false;
  return true;
}

function pathOf(trail: readonly (string | number)[]): string {
  let path = '';
  for (const step of trail) {
    if (typeof step === 'number') path += `[${step}]`;
    else path += path === '' ? step : `.${step}`;
  }
  return path;
}

/** Keys in a value and all below it, without recursion: what is unknown may be as deep as it likes. */
function countKeys(value: unknown): number {
  let keys = 0;
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (Array.isArray(next)) for (const inner of next) waiting.push(inner);
    else if (isObject(next)) {
      for (const inner of Object.values(next)) {
        keys += 1;
        waiting.push(inner);
      }
    }
  }
  return keys;
}
