import type { ProjectedTerm } from '../projection.ts';
import { conceptWords } from './coding.ts';
import { objectAt, objectsAt, textAt, type JsonObject } from './json.ts';
import { asLabel, clip } from './plain-text.ts';
import { recordKey, recordName, type References } from './reference.ts';

/** Keys are joined on, so they are kept whole except where they are absurd. */
const KEY_LIMIT = 512;

/** A term with its label made safe for one line; without a key, the label in lower case is one. */
export function term(key: string | null, label: string): ProjectedTerm {
  const shown = asLabel(label);
  return { key: clip(key ?? label.trim().toLowerCase(), KEY_LIMIT), label: shown === '' ? '(blank)' : shown };
}

/** What a reference says in words: display, name of the contained record, identifier, canonical reference. */
export function referenceLabel(reference: JsonObject, references: References): string | null {
  const display = textAt(reference, 'display');
  if (display !== null) return display;
  const literal = textAt(reference, 'reference');
  const local = literal === null ? null : references.containedBy(literal);
  const name = local === null ? null : recordName(local);
  if (name !== null) return name;
  const identifier = objectAt(reference, 'identifier');
  const value = identifier === undefined ? null : textAt(identifier, 'value');
  return value ?? (literal === null ? null : references.canonical(literal));
}

/** One agent: who it is by reference, identifier, alternative id or name; null where nothing names it. */
export function agentTerm(agent: JsonObject, references: References): ProjectedTerm | null {
  const who = objectAt(agent, 'who');
  const display = who === undefined ? null : textAt(who, 'display');
  const name = textAt(agent, 'name');
  const altId = textAt(agent, 'altId');
  const key = (who === undefined ? null : references.keyOf(who)) ?? altId;
  const label =
    display ??
    name ??
    (who === undefined ? null : referenceLabel(who, references)) ??
    altId ??
    describeAgent(agent);
  return label === null ? null : term(key, label);
}

function describeAgent(agent: JsonObject): string | null {
  const network = objectAt(agent, 'network');
  const address = network === undefined ? null : textAt(network, 'address');
  if (address !== null) return address;
  const type = objectAt(agent, 'type');
  return type === undefined ? null : conceptWords(type);
}

/** True for an entity that is a patient by its reference, its role (object-role 1) or its kind of identifier. */
export function isPatientEntity(entity: JsonObject, references: References): boolean {
  const what = objectAt(entity, 'what');
  const recordType = what === undefined ? null : references.typeOf(what);
  if (recordType !== null) return recordType === 'Patient';
  const role = codeIn(entity, 'role', 'object-role');
  if (role !== null) return role === '1';
  return (
    codeIn(entity, 'type', 'audit-entity-type') === '1' && what !== undefined && hasPatientIdentifier(what)
  );
}

/** Identifier types of HL7 v2 table 0203 that only patients have. */
const PATIENT_IDENTIFIERS: ReadonlySet<string> = new Set([
  'MR',
  'PI',
  'PT',
  'PN',
  'MRT',
  'AN',
  'MA',
  'MC',
  'PHE',
]);

function hasPatientIdentifier(what: JsonObject): boolean {
  const identifier = objectAt(what, 'identifier');
  const type = identifier === undefined ? undefined : objectAt(identifier, 'type');
  if (type === undefined) return identifier !== undefined && textAt(identifier, 'value') !== null;
  return objectsAt(type, 'coding').some((coding) => PATIENT_IDENTIFIERS.has(textAt(coding, 'code') ?? ''));
}

/** The code of a coding of this code system, under any spelling of its URI; also of one without a system. */
function codeIn(from: JsonObject, key: string, system: string): string | null {
  const coding = objectAt(from, key);
  if (coding === undefined) return null;
  const uri = textAt(coding, 'system');
  return uri === null || uri.endsWith(`/${system}`) || uri.endsWith('/object-type')
    ? textAt(coding, 'code')
    : null;
}

/** All patients: entities first, then agents, then contained records; one per key. */
export function patientTerms(
  agents: readonly JsonObject[],
  entities: readonly JsonObject[],
  references: References,
): readonly ProjectedTerm[] {
  const found = new Map<string, ProjectedTerm>();
  for (const entity of entities) {
    if (isPatientEntity(entity, references)) addTerm(found, patientOfEntity(entity, references));
  }
  for (const agent of agents) {
    const who = objectAt(agent, 'who');
    if (who !== undefined && references.typeOf(who) === 'Patient')
      addTerm(found, agentTerm(agent, references));
  }
  for (const record of references.contained) {
    if (record['resourceType'] === 'Patient') addTerm(found, containedPatient(record));
  }
  return [...found.values()];
}

function patientOfEntity(entity: JsonObject, references: References): ProjectedTerm {
  const what = objectAt(entity, 'what') ?? {};
  const display = textAt(what, 'display') ?? textAt(entity, 'name');
  return term(
    references.keyOf(what),
    display ?? referenceLabel(what, references) ?? 'A patient without a name',
  );
}

function containedPatient(record: JsonObject): ProjectedTerm {
  const key = recordKey(record);
  return term(key, recordName(record) ?? key ?? 'A patient without a name');
}

/** Keeps the first term of a key, with a telling label rather than a bare reference. */
export function addTerm(found: Map<string, ProjectedTerm>, next: ProjectedTerm | null): void {
  if (next === null) return;
  const known = found.get(next.key);
  if (known === undefined || (known.label === known.key && next.label !== next.key))
    found.set(next.key, next);
}

/** Places: the source's site, then for each agent its network address and its location; one per key. */
export function placeTerms(
  event: JsonObject,
  agents: readonly JsonObject[],
  references: References,
): readonly ProjectedTerm[] {
  const found = new Map<string, ProjectedTerm>();
  const source = objectAt(event, 'source');
  const site = source === undefined ? null : textAt(source, 'site');
  if (site !== null) addTerm(found, term(null, site));
  for (const agent of agents) {
    const network = objectAt(agent, 'network');
    const address = network === undefined ? null : textAt(network, 'address');
    if (address !== null) addTerm(found, term(null, address));
    const location = objectAt(agent, 'location');
    const label = location === undefined ? null : referenceLabel(location, references);
    if (location !== undefined && label !== null) addTerm(found, term(references.keyOf(location), label));
  }
  return [...found.values()];
}
