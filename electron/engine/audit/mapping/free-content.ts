import { formatStructure } from './format.ts';
import { isObject, type JsonObject } from './json.ts';
import { DEPTH_LIMIT, isStructure, type Structure } from './shape.ts';
import { isPlain } from './unknown-elements.ts';

export interface Leaf {
  readonly label: string;
  readonly value: string;
  readonly path: string;
}

/** Extensions and contained records may hold anything: this many of their values are shown one by one. */
export const LEAF_LIMIT = 1_000;

/**
 * Every value of free content with its path. `label` names what it belongs to. Stops at {@link LEAF_LIMIT} values;
 * `complete` then is false.
 */
export function leavesOf(
  value: unknown,
  path: string,
  label: string,
  into: Leaf[],
  depth = 1,
): { readonly complete: boolean } {
  if (into.length >= LEAF_LIMIT) return { complete: false };
  if (typeof value !== 'object' || value === null) {
    into.push({ label, value: leafText(value), path });
    return { complete: true };
  }
  if (depth >= DEPTH_LIMIT) return { complete: true };
  const extension = isObject(value) ? simpleExtension(value, path) : null;
  if (extension !== null) {
    into.push(extension);
    return { complete: true };
  }
  let complete = true;
  for (const [key, inner] of Object.entries(value)) {
    const isList = Array.isArray(value);
    const innerPath = isList ? `${path}[${key}]` : `${path}.${key}`;
    const innerLabel = isList ? label : key;
    if (!leavesOf(inner, innerPath, innerLabel, into, depth + 1).complete) complete = false;
  }
  return { complete };
}

function leafText(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'string') return value === '' ? '(empty)' : value;
  return typeof value === 'number' ? String(value) : '(nothing)';
}

/** An extension of a URL and one plain value is one line: the last word of its URL, the value, the URL. */
function simpleExtension(value: JsonObject, path: string): Leaf | null {
  const keys = Object.keys(value);
  const key = keys.find((name) => name.startsWith('value'));
  const url = value['url'];
  if (keys.length !== 2 || key === undefined || typeof url !== 'string' || url === '') return null;
  const text = valueText(key.slice('value'.length), value[key]);
  return text === null ? null : { label: lastWord(url), value: `${text} (${url})`, path };
}

function valueText(typeName: string, value: unknown): string | null {
  if (!isObject(value)) return typeof value === 'object' && value !== null ? null : leafText(value);
  if (!isStructure(typeName as Structure) || !isPlain(value, typeName as Structure)) return null;
  const text = formatStructure(typeName as Structure, value);
  return text === '' ? null : text;
}

function lastWord(url: string): string {
  return url.slice(Math.max(url.lastIndexOf('/'), url.lastIndexOf(':')) + 1) || url;
}
