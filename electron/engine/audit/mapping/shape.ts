/**
 * What FHIR R4 says an AuditEvent may hold (hl7.org/fhir/R4/auditevent.html and datatypes.html), as one table that
 * drives both the check for unknown elements and the explanation: an element that stands here is explained, any other
 * is reported as unmapped. Extensions and contained resources may hold anything and are explained leaf by leaf.
 */
export type Primitive =
  | 'string'
  | 'boolean'
  | 'instant'
  | 'base64'
  | 'action'
  | 'outcome'
  /** string, in R4 `date`/`dateTime`; shown as sent. */
  | 'time';
export type Structure =
  | 'AuditEvent'
  | 'Agent'
  | 'Network'
  | 'Source'
  | 'Entity'
  | 'Detail'
  | 'Meta'
  | 'Narrative'
  | 'Coding'
  | 'CodeableConcept'
  | 'Reference'
  | 'Identifier'
  | 'Period';
export type Anything = 'Extension' | 'Resource';
export type ElementType = Primitive | Structure | Anything;

const STRUCTURES: ReadonlySet<string> = new Set<Structure>([
  'AuditEvent',
  'Agent',
  'Network',
  'Source',
  'Entity',
  'Detail',
  'Meta',
  'Narrative',
  'Coding',
  'CodeableConcept',
  'Reference',
  'Identifier',
  'Period',
]);

export function isStructure(type: ElementType): type is Structure {
  return STRUCTURES.has(type);
}

export function isPrimitive(type: ElementType): type is Primitive {
  return !isStructure(type) && type !== 'Extension' && type !== 'Resource';
}

export const GROUPS = [
  'What',
  'When',
  'Who',
  'To what',
  'Where',
  'Why',
  'How it was recorded',
  'Narrative',
  'Contained records',
  'Extensions',
  'Extensions that change the meaning',
  'Not understood',
] as const;
export type Group = (typeof GROUPS)[number];

export interface Element {
  readonly type: ElementType;
  /** {@link isPrimitive}, asked once for all: the check of each event asks it for each element. */
  readonly primitive: boolean;
  readonly list: boolean;
  readonly label: string;
  /** Where the explanation shows it; without one, in the group of what it is part of. */
  readonly group?: Group;
}

type Shape = ReadonlyMap<string, Element>;

function one(type: ElementType, label: string, group?: Group): Element {
  const element = { type, primitive: isPrimitive(type), list: false, label };
  return group === undefined ? element : { ...element, group };
}

function many(type: ElementType, label: string, group?: Group): Element {
  return { ...one(type, label, group), list: true };
}

function shape(elements: Readonly<Record<string, Element>>): Shape {
  return new Map(Object.entries(elements));
}

const ELEMENT = {
  id: one('string', 'Element id', 'How it was recorded'),
  extension: many('Extension', 'Extension', 'Extensions'),
};
const BACKBONE = {
  ...ELEMENT,
  modifierExtension: many('Extension', 'Extension', 'Extensions that change the meaning'),
};

const RECORDED = 'How it was recorded';

export const SHAPES: Readonly<Record<Structure, Shape>> = {
  AuditEvent: shape({
    ...BACKBONE,
    resourceType: one('string', 'Kind of record', RECORDED),
    id: one('string', 'Identifier of the record', RECORDED),
    meta: one('Meta', 'Record', RECORDED),
    implicitRules: one('string', 'Rules the record was made under', RECORDED),
    language: one('string', 'Language', RECORDED),
    text: one('Narrative', 'Narrative', 'Narrative'),
    contained: many('Resource', 'Contained record', 'Contained records'),
    type: one('Coding', 'Type', 'What'),
    subtype: many('Coding', 'Subtype', 'What'),
    action: one('action', 'Action', 'What'),
    period: one('Period', 'Period of the act', 'When'),
    recorded: one('instant', 'Recorded', 'When'),
    outcome: one('outcome', 'Outcome', 'What'),
    outcomeDesc: one('string', 'Outcome in words', 'What'),
    purposeOfEvent: many('CodeableConcept', 'Purpose of the event', 'Why'),
    agent: many('Agent', 'Agent', 'Who'),
    source: one('Source', 'Source', RECORDED),
    entity: many('Entity', 'Entity', 'To what'),
  }),
  Agent: shape({
    ...BACKBONE,
    type: one('CodeableConcept', 'Part played'),
    role: many('CodeableConcept', 'Role'),
    who: one('Reference', 'Who'),
    altId: one('string', 'Other user id'),
    name: one('string', 'Name'),
    requestor: one('boolean', 'Asked for it'),
    location: one('Reference', 'Location', 'Where'),
    policy: many('string', 'Policy', 'Why'),
    media: one('Coding', 'Medium'),
    network: one('Network', 'Network', 'Where'),
    purposeOfUse: many('CodeableConcept', 'Purpose of use', 'Why'),
  }),
  Network: shape({
    ...BACKBONE,
    address: one('string', 'Network address'),
    type: one('string', 'Kind of address'),
  }),
  Source: shape({
    ...BACKBONE,
    site: one('string', 'Site', 'Where'),
    observer: one('Reference', 'Recorded by'),
    type: many('Coding', 'Kind of recorder'),
  }),
  Entity: shape({
    ...BACKBONE,
    what: one('Reference', 'What'),
    type: one('Coding', 'Type'),
    role: one('Coding', 'Role'),
    lifecycle: one('Coding', 'Life cycle'),
    securityLabel: many('Coding', 'Security label'),
    name: one('string', 'Name'),
    description: one('string', 'Description'),
    query: one('base64', 'Query'),
    detail: many('Detail', 'Detail'),
  }),
  Detail: shape({
    ...BACKBONE,
    type: one('string', 'Name of the detail'),
    valueString: one('string', 'Value'),
    valueBase64Binary: one('base64', 'Value'),
  }),
  Meta: shape({
    ...ELEMENT,
    versionId: one('string', 'Version'),
    lastUpdated: one('string', 'Last changed at the server'),
    source: one('string', 'Source of the record'),
    profile: many('string', 'Profile'),
    security: many('Coding', 'Security label of the record'),
    tag: many('Coding', 'Tag'),
  }),
  Narrative: shape({
    ...ELEMENT,
    status: one('string', 'How the narrative was made'),
    div: one('string', 'Text, with its markup as plain text'),
  }),
  Coding: shape({
    ...ELEMENT,
    system: one('string', 'system'),
    version: one('string', 'version'),
    code: one('string', 'code'),
    display: one('string', 'display'),
    userSelected: one('boolean', 'chosen by the user'),
  }),
  CodeableConcept: shape({
    ...ELEMENT,
    coding: many('Coding', 'coding'),
    text: one('string', 'text'),
  }),
  Reference: shape({
    ...ELEMENT,
    reference: one('string', 'reference'),
    type: one('string', 'type'),
    identifier: one('Identifier', 'identifier'),
    display: one('string', 'display'),
  }),
  Identifier: shape({
    ...ELEMENT,
    use: one('string', 'use'),
    type: one('CodeableConcept', 'type'),
    system: one('string', 'system'),
    value: one('string', 'value'),
    period: one('Period', 'period'),
    assigner: one('Reference', 'assigner'),
  }),
  Period: shape({
    ...ELEMENT,
    start: one('time', 'from'),
    end: one('time', 'to'),
  }),
};

/** How deep an event is followed; what lies deeper is reported as unmapped. FHIR itself stays below ten. */
export const DEPTH_LIMIT = 40;
