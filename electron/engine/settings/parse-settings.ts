import { settingsSchema, type Settings } from '../../../shared/domain/settings.ts';
import { AppError } from '../../../shared/errors.ts';

/** No honest settings file is larger. */
export const MAX_SETTINGS_BYTES = 64 * 1024;

/** The longest name of a field that is worth repeating to a person. */
const MAX_NAME = 40;

/**
 * The JSON in a file that a person or an IT department wrote: UTF-8, or UTF-16 as some Windows tools write it, with or
 * without a byte order mark.
 *
 * @throws `settings/invalid` with a `reason`
 */
export function readJson(bytes: Uint8Array, maxBytes = MAX_SETTINGS_BYTES): unknown {
  if (bytes.byteLength > maxBytes) throw invalid('The settings file is too large.', 'too-large');
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    // The decoder drops the mark.
    return JSON.parse(new TextDecoder(encoding, { fatal: true }).decode(bytes));
  } catch {
    throw invalid('The settings file is not JSON.', 'not-json');
  }
}

/** Settings from parsed JSON. They hold no secret, so a fault is named by its field. @throws `settings/invalid` */
export function settingsFrom(json: unknown): Settings {
  const parsed = settingsSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new AppError('settings/invalid', 'The settings file does not fit.', {
    detail: { fields: faultsOf(parsed.error).join(', ') },
  });
}

interface Issues {
  readonly issues: readonly {
    readonly code?: string | undefined;
    readonly keys?: readonly string[];
    readonly path: readonly PropertyKey[];
  }[];
}

/** The fields at fault, each once, unknown ones among them; never their values. */
export function faultsOf({ issues }: Issues): readonly string[] {
  const names = issues.flatMap(({ code, keys, path }) =>
    code === 'unrecognized_keys'
      ? (keys ?? []).map((key) => [...path, key].map(String).join('.'))
      : [path.map(String).join('.')],
  );
  return [...new Set(names.map((name) => name.slice(0, MAX_NAME)))];
}

/** What a prepared file offers to the form. */
export interface PreparedFile {
  readonly draft: Readonly<Record<string, unknown>>;
  readonly faults: readonly string[];
}

/**
 * What can be used of a prepared settings file. Only fields that the settings know go on, and only texts, numbers, switches
 * and the groups: an unknown field is named, and its value, which may be a secret, is dropped.
 *
 * @throws `settings/invalid` where the file is not a JSON object
 */
export function draftFrom(json: unknown): PreparedFile {
  if (!isObject(json)) throw invalid('The settings file is not a JSON object.', 'not-json');
  const known = Object.keys(settingsSchema.shape);
  const draft = Object.fromEntries(
    known.flatMap((name) => {
      const value = usable(Object.hasOwn(json, name) ? json[name] : undefined);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const parsed = settingsSchema.safeParse(json);
  return { draft, faults: parsed.success ? [] : faultsOf(parsed.error) };
}

function usable(value: unknown): unknown {
  if (isPlain(value)) return value;
  if (!isObject(value)) return undefined;
  const entries = ['compliance', 'admin', 'support'].flatMap((role) => {
    const group = Object.hasOwn(value, role) ? value[role] : undefined;
    return isPlain(group) ? [[role, group] as const] : [];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(message: string, reason: string): AppError {
  return new AppError('settings/invalid', message, { detail: { reason } });
}
