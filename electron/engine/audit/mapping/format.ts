import { assertNever } from '../../../../shared/assert-never.ts';
import { nameOfSystem, wordsOf } from './codes/words.ts';
import { isObject, objectAt, objectsAt, textAt, type JsonObject } from './json.ts';
import { decodeBase64 } from './query-text.ts';
import type { Primitive, Structure } from './shape.ts';

/** A value in words; shows every part of it that has the type FHIR gives it. */
export function formatStructure(type: Structure, value: JsonObject): string {
  switch (type) {
    case 'Coding':
      return formatCoding(value);
    case 'CodeableConcept':
      return formatConcept(value);
    case 'Reference':
      return formatReference(value);
    case 'Identifier':
      return formatIdentifier(value);
    case 'Period':
      return formatPeriod(value);
    case 'AuditEvent':
    case 'Agent':
    case 'Network':
    case 'Source':
    case 'Entity':
    case 'Detail':
    case 'Meta':
    case 'Narrative':
      return '';
    default:
      return assertNever(type);
  }
}

/** "User authentication (DICOM 110114)". */
function formatCoding(coding: JsonObject): string {
  const system = textIn(coding, 'system');
  const code = textIn(coding, 'code');
  const version = textIn(coding, 'version');
  const display = textIn(coding, 'display');
  const words = wordsOf(system, code);
  const exact = [system === null ? null : nameOfSystem(system), code].filter(isText).join(' ');
  const known = display !== null && words !== null && !sameWords(display, words) ? `that is: ${words}` : null;
  const chosen = coding['userSelected'];
  const chosenWords =
    typeof chosen === 'boolean' ? (chosen ? 'chosen by the user' : 'not chosen by the user') : null;
  const notes = [exact, version === null ? null : `version ${version}`, known, chosenWords].filter(isText);
  return withNotes(display ?? words, notes);
}

function sameWords(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function formatConcept(concept: JsonObject): string {
  return [textIn(concept, 'text'), ...objectsAt(concept, 'coding').map(formatCoding)]
    .filter(isText)
    .join('; ');
}

function formatIdentifier(identifier: JsonObject): string {
  const type = objectAt(identifier, 'type');
  const period = objectAt(identifier, 'period');
  const assigner = objectAt(identifier, 'assigner');
  const system = textIn(identifier, 'system');
  const use = textIn(identifier, 'use');
  const notes = [
    type === undefined ? null : formatConcept(type),
    system === null ? null : `in ${system}`,
    use === null ? null : `use: ${use}`,
    period === undefined ? null : formatPeriod(period),
    assigner === undefined ? null : `assigned by ${formatReference(assigner)}`,
  ].filter(isText);
  return withNotes(textIn(identifier, 'value'), notes);
}

/** An identifier's assigner is a reference with an identifier and so on; nobody needs more than this. */
function formatReference(reference: JsonObject): string {
  const type = textIn(reference, 'type');
  const identifier = objectAt(reference, 'identifier');
  const notes = [
    textIn(reference, 'reference'),
    type === null ? null : `type ${type}`,
    identifier === undefined ? null : `identifier ${formatIdentifier(identifier)}`,
  ].filter(isText);
  return withNotes(textIn(reference, 'display'), notes);
}

function formatPeriod(period: JsonObject): string {
  const start = textIn(period, 'start');
  const end = textIn(period, 'end');
  return [start === null ? null : `from ${start}`, end === null ? null : `to ${end}`]
    .filter(isText)
    .join(' ');
}

function withNotes(main: string | null, notes: readonly string[]): string {
  if (main === null) return notes.join(', ');
  return notes.length === 0 ? main : `${main} (${notes.join(', ')})`;
}

/** Empty strings are shown too: FHIR forbids them, and a person should see that one was sent. */
function textIn(from: JsonObject, key: string): string | null {
  const text = textAt(from, key);
  if (text !== null) return text;
  return Object.hasOwn(from, key) && from[key] === '' ? '(empty)' : null;
}

function isText(text: string | null): text is string {
  return text !== null && text !== '';
}

const ACTION_SYSTEM = 'http://hl7.org/fhir/audit-event-action';
const OUTCOME_SYSTEM = 'http://hl7.org/fhir/audit-event-outcome';
const NETWORK_SYSTEM = 'http://hl7.org/fhir/network-type';

/** A primitive of the right type in words. Times are shown as they were sent. */
export function formatPrimitive(type: Primitive, value: string | boolean, path: string): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  switch (type) {
    case 'action':
      return `${wordsOf(ACTION_SYSTEM, value) ?? ''} (${value})`;
    case 'outcome':
      return `${wordsOf(OUTCOME_SYSTEM, value) ?? ''} (${value})`;
    case 'base64':
      return formatBase64(value);
    case 'boolean':
    case 'string':
    case 'instant':
    case 'time': {
      const words = path.endsWith('.network.type') ? wordsOf(NETWORK_SYSTEM, value) : null;
      return words === null ? orEmpty(value) : `${words} (${value})`;
    }
    default:
      return assertNever(type);
  }
}

function orEmpty(text: string): string {
  return text === '' ? '(empty)' : text;
}

function formatBase64(value: string): string {
  const decoded = decodeBase64(value);
  if (decoded !== null && 'text' in decoded) return orEmpty(decoded.text);
  return `${decoded?.bytes ?? 0} bytes that are not text: ${value}`;
}

/** How deep and how long the preview of an unknown value goes. */
const PREVIEW_DEPTH = 6;
const PREVIEW_LIMIT = 600;

/** A short form of any JSON value, for what the console does not understand. */
export function preview(value: unknown, depth = 0): string {
  if (typeof value === 'string') return depth === 0 ? value : JSON.stringify(value.slice(0, PREVIEW_LIMIT));
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth >= PREVIEW_DEPTH) return '…';
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  let text = open;
  for (const key in value) {
    if (text.length > PREVIEW_LIMIT) {
      text += '…';
      break;
    }
    const inner = preview((value as Readonly<Record<string, unknown>>)[key], depth + 1);
    text += `${text === open ? '' : ', '}${isObject(value) ? `${key}: ` : ''}${inner}`;
  }
  return text + close;
}
