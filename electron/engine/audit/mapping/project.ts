import type { EventProjection, ProjectedTerm } from '../projection.ts';
import { codingWords, purposeCodes, tellingSubtype } from './coding.ts';
import { entityWords } from './entity-words.ts';
import { instantMs } from './fhir-instant.ts';
import { decodeText, objectAt, objectsAt, parseAuditEvent, textAt, type JsonObject } from './json.ts';
import { asLabel, clip } from './plain-text.ts';
import { isAction, isOutcome } from './primitives.ts';
import { References } from './reference.ts';
import { SearchText } from './search-text.ts';
import { addTerm, agentTerm, patientTerms, placeTerms } from './terms.ts';
import { unknownElements } from './unknown-elements.ts';

export interface ProjectOptions {
  /** FHIR base URL of the server that the event came from, so that its absolute references join the relative ones. */
  readonly baseUrl?: string;
}

/** What stands in the trail for bytes that are not an AuditEvent. */
export const UNREADABLE = 'Unreadable record';

/** How much of unreadable bytes can be found by text. */
const UNREADABLE_TEXT_LIMIT = 2_000;

/**
 * Maps one AuditEvent (FHIR R4, JSON, UTF-8) to what is searched and shown. Never throws and drops nothing in
 * silence: what it does not know stands in `unmapped` as FHIR paths, and bytes that are no AuditEvent become an
 * "Unreadable record" whose `unmapped` is the empty path, which means all of it.
 */
export function projectEvent(raw: Uint8Array, options: ProjectOptions = {}): EventProjection {
  const text = decodeText(raw);
  const event = parseAuditEvent(text);
  return event === null ? unreadable(text) : project(event, text, options.baseUrl ?? null);
}

function unreadable(text: string): EventProjection {
  return {
    recordedMs: null,
    action: null,
    outcome: null,
    type: UNREADABLE,
    subtype: null,
    agents: [],
    patients: [],
    places: [],
    entity: null,
    purposes: [],
    searchText: `${UNREADABLE} ${clip(text, UNREADABLE_TEXT_LIMIT)}`.toWellFormed(),
    unmapped: [''],
  };
}

function project(event: JsonObject, text: string, baseUrl: string | null): EventProjection {
  const references = new References(event, baseUrl);
  const agents = requestorFirst(objectsAt(event, 'agent'));
  const entities = objectsAt(event, 'entity');
  const recorded = textAt(event, 'recorded');
  const action = event['action'];
  const outcome = event['outcome'];
  const typeCoding = objectAt(event, 'type');
  const subtypeCoding = tellingSubtype(event);
  const projection = {
    recordedMs: recorded === null ? null : instantMs(recorded),
    action: isAction(action) ? action : null,
    outcome: isOutcome(outcome) ? outcome : null,
    type: labelOf(typeCoding) ?? 'Event without a type',
    subtype: labelOf(subtypeCoding ?? undefined),
    agents: agentTerms(agents, references),
    patients: patientTerms(agents, entities, references),
    places: placeTerms(event, agents, references),
    entity: orNull(entityWords(entities, references)),
    purposes: purposeCodes(event, agents).map(asLabel),
  };
  return {
    ...projection,
    searchText: searchText(event, agents, entities, projection),
    unmapped: unknownElements(event, text),
  };
}

function labelOf(coding: JsonObject | undefined): string | null {
  return coding === undefined ? null : orNull(codingWords(coding));
}

function orNull(words: string | null): string | null {
  const label = words === null ? '' : asLabel(words);
  return label === '' ? null : label;
}

/** The requesting agent first; the order is otherwise as sent. */
export function requestorFirst(agents: readonly JsonObject[]): readonly JsonObject[] {
  const at = agents.findIndex((agent) => agent['requestor'] === true);
  const requestor = at > 0 ? agents[at] : undefined;
  return requestor === undefined ? agents : [requestor, ...agents.toSpliced(at, 1)];
}

function agentTerms(agents: readonly JsonObject[], references: References): readonly ProjectedTerm[] {
  const found = new Map<string, ProjectedTerm>();
  for (const agent of agents) addTerm(found, agentTerm(agent, references));
  return [...found.values()];
}

function searchText(
  event: JsonObject,
  agents: readonly JsonObject[],
  entities: readonly JsonObject[],
  known: Pick<EventProjection, 'agents' | 'patients' | 'places'>,
): string {
  const words = new SearchText();
  const type = objectAt(event, 'type');
  if (type !== undefined) words.coding(type);
  for (const subtype of objectsAt(event, 'subtype')) words.coding(subtype);
  words.add(textAt(event, 'outcomeDesc'));
  words.terms(known.agents);
  words.terms(known.patients);
  words.terms(known.places);
  for (const agent of agents) words.agent(agent);
  for (const entity of entities) words.entity(entity);
  words.concepts(event, 'purposeOfEvent');
  const source = objectAt(event, 'source');
  if (source !== undefined) words.reference(objectAt(source, 'observer'));
  words.add(textAt(event, 'id'));
  return words.toString();
}
