import type { AuditEvent, Coding, Identifier, Reference } from 'fhir/r4.js';

/** How a search parameter's values compare (R4, "Search", parameter types). */
export type ParamType = 'token' | 'string' | 'reference' | 'uri';

/** Every parameter that looks into the resource, ITI-81's among them; `purpose` is this server's own. */
export const PARAM_TYPES = {
  action: 'token',
  address: 'string',
  agent: 'reference',
  'agent.identifier': 'token',
  'agent-name': 'string',
  'agent-role': 'token',
  altid: 'token',
  entity: 'reference',
  'entity.identifier': 'token',
  'entity-name': 'string',
  'entity-role': 'token',
  'entity-type': 'token',
  outcome: 'token',
  patient: 'reference',
  'patient.identifier': 'token',
  policy: 'uri',
  purpose: 'token',
  site: 'token',
  source: 'reference',
  'source.identifier': 'token',
  subtype: 'token',
  type: 'token',
  _profile: 'uri',
  _tag: 'token',
} as const satisfies Readonly<Record<string, ParamType>>;

export type IndexedParam = keyof typeof PARAM_TYPES;

/** True for a parameter of {@link PARAM_TYPES}. */
export function isIndexedParam(name: string): name is IndexedParam {
  return Object.hasOwn(PARAM_TYPES, name);
}

/** One searchable value: tokens as `system|code`, references as `Type/id`, strings and URIs as they are. */
export type Emit = (param: IndexedParam, value: string) => void;

/** Answers the identifiers of a patient by id, so that `patient.identifier` works where the event has only a reference. */
export type PatientIdentifiers = (patientId: string) => Identifier | undefined;

function emitCoding(emit: Emit, param: IndexedParam, coding: Coding | undefined): void {
  if (coding?.code !== undefined) emit(param, `${coding.system ?? ''}|${coding.code}`);
}

function emitIdentifier(emit: Emit, param: IndexedParam, identifier: Identifier | undefined): void {
  if (identifier?.value !== undefined) emit(param, `${identifier.system ?? ''}|${identifier.value}`);
}

/** `Patient/7/_history/2` and `https://…/Patient/7` → `Patient/7`; a fragment (`#o1`) is no reference to another resource. */
export function relativeReference(reference: string): string | undefined {
  return /(?<target>[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?:\/_history\/[A-Za-z0-9.-]+)?$/u.exec(reference)
    ?.groups?.['target'];
}

function emitReference(
  emit: Emit,
  param: 'agent' | 'entity' | 'source',
  reference: Reference | undefined,
): string | undefined {
  const target = relativeReference(reference?.reference ?? '');
  if (target !== undefined) emit(param, target);
  return target;
}

function emitPatient(
  emit: Emit,
  target: string | undefined,
  own: Identifier | undefined,
  lookUp: PatientIdentifiers,
): void {
  if (target?.startsWith('Patient/') !== true) return;
  emit('patient', target);
  emitIdentifier(emit, 'patient.identifier', lookUp(target.slice('Patient/'.length)) ?? own);
}

/** Walks an event's searchable values. */
export function emitTerms(event: AuditEvent, emit: Emit, lookUp: PatientIdentifiers): void {
  emitCoding(emit, 'type', event.type);
  for (const subtype of event.subtype ?? []) emitCoding(emit, 'subtype', subtype);
  if (event.action !== undefined) emit('action', `http://hl7.org/fhir/audit-event-action|${event.action}`);
  if (event.outcome !== undefined)
    emit('outcome', `http://hl7.org/fhir/audit-event-outcome|${event.outcome}`);
  for (const profile of event.meta?.profile ?? []) emit('_profile', profile);
  for (const tag of event.meta?.tag ?? []) emitCoding(emit, '_tag', tag);
  for (const purpose of event.purposeOfEvent ?? [])
    for (const one of purpose.coding ?? []) emitCoding(emit, 'purpose', one);

  for (const agent of event.agent) {
    emitPatient(emit, emitReference(emit, 'agent', agent.who), agent.who?.identifier, lookUp);
    emitIdentifier(emit, 'agent.identifier', agent.who?.identifier);
    if (agent.name !== undefined) emit('agent-name', agent.name);
    if (agent.altId !== undefined) emit('altid', `|${agent.altId}`);
    if (agent.network?.address !== undefined) emit('address', agent.network.address);
    for (const policy of agent.policy ?? []) emit('policy', policy);
    for (const role of agent.role ?? [])
      for (const one of role.coding ?? []) emitCoding(emit, 'agent-role', one);
    for (const purpose of agent.purposeOfUse ?? [])
      for (const one of purpose.coding ?? []) emitCoding(emit, 'purpose', one);
  }

  if (event.source.site !== undefined) emit('site', `|${event.source.site}`);
  emitReference(emit, 'source', event.source.observer);
  emitIdentifier(emit, 'source.identifier', event.source.observer.identifier);

  for (const entity of event.entity ?? []) {
    emitPatient(emit, emitReference(emit, 'entity', entity.what), entity.what?.identifier, lookUp);
    emitIdentifier(emit, 'entity.identifier', entity.what?.identifier);
    emitCoding(emit, 'entity-type', entity.type);
    emitCoding(emit, 'entity-role', entity.role);
    if (entity.name !== undefined) emit('entity-name', entity.name);
  }
}
