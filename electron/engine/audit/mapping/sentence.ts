import { codingWords, conceptWords, purposeCodes, tellingSubtype } from './coding.ts';
import { wordsOf } from './codes/words.ts';
import { entityPhrase } from './entity-words.ts';
import { objectAt, objectsAt, textAt, type JsonObject } from './json.ts';
import { asLabel } from './plain-text.ts';
import type { References } from './reference.ts';
import { agentTerm, patientTerms } from './terms.ts';

/** What a subtype or type says was done, as the verb of a sentence; `whole` leaves no room for an object. */
interface Verb {
  readonly words: string;
  readonly whole?: true;
}

const BY_CODE: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['110122', { words: 'signed in', whole: true }],
  ['110123', { words: 'signed out', whole: true }],
  ['110120', { words: 'started an application', whole: true }],
  ['110121', { words: 'stopped an application', whole: true }],
  ['110127', { words: 'started an emergency override for' }],
  ['110138', { words: 'ended an emergency override for' }],
  ['110132', { words: 'used a restricted function on' }],
  ['110136', { words: 'changed the security roles of' }],
  ['110137', { words: 'changed the security attributes of' }],
  ['read', { words: 'read' }],
  ['vread', { words: 'read one version of' }],
  ['history', { words: 'read the history of' }],
  ['history-instance', { words: 'read the history of' }],
  ['search', { words: 'searched' }],
  ['search-type', { words: 'searched' }],
  ['search-system', { words: 'searched' }],
  ['create', { words: 'created' }],
  ['update', { words: 'changed' }],
  ['patch', { words: 'changed part of' }],
  ['delete', { words: 'deleted' }],
  ['disclose', { words: 'disclosed' }],
  ['Disclosure', { words: 'disclosed' }],
  ['110106', { words: 'exported' }],
  ['110107', { words: 'imported' }],
  ['110112', { words: 'searched' }],
  ['110101', { words: 'used the audit log', whole: true }],
  ['110114', { words: 'was authenticated', whole: true }],
]);

const BY_ACTION: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['C', { words: 'created' }],
  ['R', { words: 'read' }],
  ['U', { words: 'changed' }],
  ['D', { words: 'deleted' }],
  ['E', { words: 'carried out an act on' }],
]);

const ENDINGS: ReadonlyMap<string, string> = new Map([
  ['0', 'it succeeded'],
  ['4', 'it failed and may be tried again'],
  ['8', 'it failed'],
  ['12', 'it failed and made the system unavailable'],
]);

/** One sentence for a person: who did what to what, for what purpose, with what outcome. */
export function sentenceOf(
  event: JsonObject,
  agents: readonly JsonObject[],
  entities: readonly JsonObject[],
  references: References,
): string {
  const verb = verbOf(event);
  const parts = [subjectOf(agents[0], references), verb.words];
  if (verb.whole !== true) parts.push(objectOf(agents, entities, references));
  const codes = purposeCodes(event, agents);
  if (codes.length > 0) parts.push(`for ${codes.map(purposeWords).join(' and ')}`);
  const outcome = textAt(event, 'outcome');
  const ending = (outcome === null ? undefined : ENDINGS.get(outcome)) ?? 'the outcome is not stated';
  return `${parts.map((part) => asSentencePart(part)).join(' ')}; ${ending}.`;
}

function asSentencePart(text: string): string {
  return asLabel(text);
}

function purposeWords(code: string): string {
  return wordsOf('http://terminology.hl7.org/CodeSystem/v3-ActReason', code) ?? `“${code}”`;
}

function subjectOf(agent: JsonObject | undefined, references: References): string {
  const term = agent === undefined ? null : agentTerm(agent, references);
  if (agent === undefined || term === null) return 'Somebody unnamed';
  const role = objectsAt(agent, 'role')
    .map(conceptWords)
    .find((words) => words !== null);
  return role === undefined || role === null || term.label.toLowerCase().includes(role.toLowerCase())
    ? term.label
    : `${term.label} (${role})`;
}

function verbOf(event: JsonObject): Verb {
  const type = objectAt(event, 'type');
  const codings = [tellingSubtype(event), ...objectsAt(event, 'subtype'), type ?? null];
  for (const coding of codings) {
    const verb = coding === null ? undefined : BY_CODE.get(textAt(coding, 'code') ?? '');
    if (verb !== undefined) return verb;
  }
  const words = type === undefined ? null : codingWords(type);
  const action = BY_ACTION.get(textAt(event, 'action') ?? '');
  if (words !== null && textAt(event, 'action') === 'E') return { words: `took part in “${words}” on` };
  return action ?? { words: words === null ? 'did something unnamed to' : `took part in “${words}” on` };
}

function objectOf(
  agents: readonly JsonObject[],
  entities: readonly JsonObject[],
  references: References,
): string {
  const patients = patientTerms(agents, entities, references).map((patient) => patient.label);
  const first = patients[0];
  const others = patients.length > 1 ? ` and ${patients.length - 1} more` : '';
  const phrase = entityPhrase(entities, references);
  if (phrase === null) return first === undefined ? 'something unnamed' : `the record of ${first}${others}`;
  return first === undefined ? asLabel(phrase) : `${asLabel(phrase)} of ${first}${others}`;
}
