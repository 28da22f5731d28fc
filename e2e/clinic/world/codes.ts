import type { CodeableConcept, Coding } from 'fhir/r4.js';

/** Code systems of R4 AuditEvent and of IHE BALP, by the short names used here. */
export const SYSTEMS = {
  dcm: 'http://dicom.nema.org/resources/ontology/DCM',
  eventType: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
  rest: 'http://hl7.org/fhir/restful-interaction',
  participation: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',
  roleClass: 'http://terminology.hl7.org/CodeSystem/v3-RoleClass',
  securityRole: 'http://terminology.hl7.org/CodeSystem/extra-security-role-type',
  practitionerRole: 'http://terminology.hl7.org/CodeSystem/practitioner-role',
  actReason: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
  entityType: 'http://terminology.hl7.org/CodeSystem/audit-entity-type',
  objectRole: 'http://terminology.hl7.org/CodeSystem/object-role',
  resourceTypes: 'http://hl7.org/fhir/resource-types',
  sourceType: 'http://terminology.hl7.org/CodeSystem/security-source-type',
  lifecycle: 'http://terminology.hl7.org/CodeSystem/dicom-audit-lifecycle',
  isoLifecycle: 'http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle',
  confidentiality: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality',
  balpEntity: 'https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType',
  balpUserAgent: 'https://profiles.ihe.net/ITI/BALP/CodeSystem/UserAgentTypes',
  balpAuthz: 'https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType',
} as const;

/** Identifiers and tags of the demo world. */
export const IDS = {
  user: 'https://id.medminder.example/users',
  app: 'https://id.medminder.example/apps',
  mrn: 'https://id.medminder.example/mrn',
  clinicTag: 'https://medminder.example/clinic',
  server: 'https://api.medminder.example/fhir',
} as const;

/** Where the BALP profiles and extensions are defined. */
export const BALP = 'https://profiles.ihe.net/ITI/BALP/StructureDefinition/';

/** Shared, frozen codings: an event repeats them by reference until it is written out. */
export function coding(system: string, code: string, display?: string): Coding {
  return Object.freeze(display === undefined ? { system, code } : { system, code, display });
}

/** The same as a CodeableConcept of one coding. */
export function concept(system: string, code: string, display?: string): CodeableConcept {
  return Object.freeze({ coding: [coding(system, code, display)] });
}

export const TYPE = {
  rest: coding(SYSTEMS.eventType, 'rest', 'RESTful Operation'),
  authentication: coding(SYSTEMS.dcm, '110114', 'User Authentication'),
  export: coding(SYSTEMS.dcm, '110106', 'Export'),
  import: coding(SYSTEMS.dcm, '110107', 'Import'),
  query: coding(SYSTEMS.dcm, '110112', 'Query'),
  securityAlert: coding(SYSTEMS.dcm, '110113', 'Security Alert'),
  application: coding(SYSTEMS.dcm, '110100', 'Application Activity'),
} as const;

export const SUBTYPE = {
  login: coding(SYSTEMS.dcm, '110122', 'Login'),
  logout: coding(SYSTEMS.dcm, '110123', 'Logout'),
  emergencyStart: coding(SYSTEMS.dcm, '110127', 'Emergency Override Started'),
  emergencyStop: coding(SYSTEMS.dcm, '110138', 'Emergency Override Stopped'),
  userSecurity: coding(SYSTEMS.dcm, '110137', 'User Security Attributes Changed'),
  start: coding(SYSTEMS.dcm, '110120', 'Application Start'),
  stop: coding(SYSTEMS.dcm, '110121', 'Application Stop'),
  disclose: coding(SYSTEMS.isoLifecycle, 'disclose', 'Disclose Record Lifecycle Event'),
  extract: coding(SYSTEMS.isoLifecycle, 'extract', 'Extract Record Lifecycle Event'),
  authzConsent: coding(SYSTEMS.balpAuthz, 'AuthZ-Consent'),
} as const;

export const AGENT_TYPE = {
  application: concept(SYSTEMS.dcm, '110150', 'Application'),
  source: concept(SYSTEMS.dcm, '110153', 'Source Role ID'),
  destination: concept(SYSTEMS.dcm, '110152', 'Destination Role ID'),
  media: concept(SYSTEMS.dcm, '110154', 'Destination Media'),
  recipient: concept(SYSTEMS.participation, 'IRCP', 'information recipient'),
  author: concept(SYSTEMS.participation, 'AUT', 'author (originator)'),
  informant: concept(SYSTEMS.participation, 'INF', 'informant'),
  custodian: concept(SYSTEMS.participation, 'CST', 'custodian'),
  human: concept(SYSTEMS.securityRole, 'humanuser', 'human user'),
  authServer: concept(SYSTEMS.securityRole, 'authserver', 'authorization server'),
  provider: concept(SYSTEMS.roleClass, 'PROV', 'healthcare provider'),
  oauthRecipient: Object.freeze({
    coding: [
      coding(SYSTEMS.participation, 'IRCP', 'information recipient'),
      coding(SYSTEMS.balpUserAgent, 'UserOauthAgent'),
    ],
  }),
} as const;

export const ENTITY_TYPE = {
  person: coding(SYSTEMS.entityType, '1', 'Person'),
  system: coding(SYSTEMS.entityType, '2', 'System Object'),
  other: coding(SYSTEMS.entityType, '4', 'Other'),
  requestId: coding(SYSTEMS.balpEntity, 'XrequestId'),
} as const;

export const ENTITY_ROLE = {
  patient: coding(SYSTEMS.objectRole, '1', 'Patient'),
  report: coding(SYSTEMS.objectRole, '3', 'Report'),
  domain: coding(SYSTEMS.objectRole, '4', 'Domain Resource'),
  securityUser: coding(SYSTEMS.objectRole, '11', 'Security User Entity'),
  securityResource: coding(SYSTEMS.objectRole, '13', 'Security Resource'),
  job: coding(SYSTEMS.objectRole, '20', 'Job'),
  query: coding(SYSTEMS.objectRole, '24', 'Query'),
} as const;

export const SOURCE_TYPE = {
  device: coding(SYSTEMS.sourceType, '1', 'User Device'),
  web: coding(SYSTEMS.sourceType, '3', 'Web Server'),
  application: coding(SYSTEMS.sourceType, '4', 'Application Server'),
  security: coding(SYSTEMS.sourceType, '6', 'Security Server'),
} as const;

export const PURPOSE = {
  TREAT: concept(SYSTEMS.actReason, 'TREAT', 'treatment'),
  HPAYMT: concept(SYSTEMS.actReason, 'HPAYMT', 'healthcare payment'),
  HOPERAT: concept(SYSTEMS.actReason, 'HOPERAT', 'healthcare operations'),
  BTG: concept(SYSTEMS.actReason, 'BTG', 'break the glass'),
  ETREAT: concept(SYSTEMS.actReason, 'ETREAT', 'Emergency Treatment'),
  PATRQT: concept(SYSTEMS.actReason, 'PATRQT', 'patient requested'),
  FAMRQT: concept(SYSTEMS.actReason, 'FAMRQT', 'family requested'),
} as const;

export type PurposeCode = keyof typeof PURPOSE;
