import './no-eval.ts';
import { settingsSchema, type Settings } from '../../shared/domain/settings.ts';
import { FIELD_NAMES, isFieldName, type FieldName } from './fields.ts';

/** What stands in the form, as typed. */
export type Values = Readonly<Record<FieldName, string>>;
/** Settings half filled in, as the engine tests and keeps them. */
export type Draft = Readonly<Record<string, unknown>>;
export type Fault = 'missing' | 'malformed';
export type Faults = Readonly<Partial<Record<FieldName, Fault>>>;

const MINUTE_MS = 60_000;
/** Fields of the settings that nobody types: they come from a file or the demo clinic, and go on unchanged. */
const CARRIED = ['demo', 'personsUrl'] as const;

export const NO_VALUES: Values = Object.fromEntries(FIELD_NAMES.map((name) => [name, ''])) as Values;

/** A new form: empty, but for the groups and the idle lock that the settings have by default. */
export function newValues(): Values {
  const { groups, idleLockMs } = settingsSchema.pick({ groups: true, idleLockMs: true }).parse({});
  return valuesOf({ groups, idleLockMs });
}

/** The form's text for settings, whole or in part; what is not of a field's kind stays out. */
export function valuesOf(draft: Draft): Values {
  const entries = FIELD_NAMES.map((name) => {
    const value = read(draft, name);
    if (name === 'idleLockMs' && typeof value === 'number') return [name, String(value / MINUTE_MS)];
    return [name, typeof value === 'string' || typeof value === 'number' ? String(value) : ''];
  });
  return Object.fromEntries(entries) as Values;
}

/** The fields of `draft` that the form does not show and the settings know; one at fault stays out, for nobody could mend it. */
export function carriedOf(draft: Draft): Draft {
  const sound = CARRIED.filter(
    (name) => name in draft && settingsSchema.shape[name].safeParse(draft[name]).success,
  );
  return Object.fromEntries(sound.map((name) => [name, draft[name]]));
}

/** What was typed as settings: cleaned, empty fields left out, so that a default can take their place. */
export function draftOf(values: Values, carried: Draft = {}): Draft {
  const draft: Record<string, unknown> = { ...carried };
  const groups: Record<string, string> = {};
  for (const name of FIELD_NAMES) {
    const text = clean(values[name]);
    if (text === '') continue;
    if (name.startsWith('groups.')) groups[name.slice('groups.'.length)] = text;
    else draft[name] = name === 'idleLockMs' ? minutesToMs(text) : text;
  }
  // Even with none: an empty group must be seen as a fault, not become the default in silence.
  return { ...draft, groups };
}

/** Settings as they may be kept, or null where something is at fault. */
export function settingsOf(draft: Draft): Settings | null {
  const parsed = settingsSchema.safeParse(draft);
  return parsed.success ? parsed.data : null;
}

/** The fields at fault, by the rules of the settings themselves. */
export function faultsOf(values: Values): Faults {
  const parsed = settingsSchema.safeParse(draftOf(values));
  if (parsed.success) return {};
  const faults: Partial<Record<FieldName, Fault>> = {};
  for (const issue of parsed.error.issues) {
    const name = issue.path.join('.');
    if (isFieldName(name)) faults[name] = clean(values[name]) === '' ? 'missing' : 'malformed';
  }
  return faults;
}

/** Text without what comes along when it is copied: blanks around it, invisible characters, quotes. */
export function clean(text: string): string {
  return text
    .replaceAll(/[\u200B-\u200D\u2060\uFEFF]/g, '')
    .trim()
    .replace(/^(["'])(.*)\1,?$/s, '$2')
    .trim();
}

function minutesToMs(text: string): number | string {
  const minutes = Number(text.replace(',', '.'));
  return Number.isFinite(minutes) ? Math.round(minutes * MINUTE_MS) : text;
}

function read(draft: Draft, name: FieldName): unknown {
  const [first = '', second] = name.split('.');
  const value = draft[first];
  if (second === undefined) return value;
  return typeof value === 'object' && value !== null ? (value as Draft)[second] : undefined;
}
