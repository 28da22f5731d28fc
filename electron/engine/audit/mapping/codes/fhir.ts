import { codeTable } from './code-table.ts';

/** HL7 FHIR R4 http://hl7.org/fhir/audit-event-action. */
export const ACTION = codeTable(['http://hl7.org/fhir/audit-event-action'], 'FHIR action', {
  C: 'Create',
  R: 'Read, view or print',
  U: 'Update',
  D: 'Delete',
  E: 'Execute',
});

/** HL7 FHIR R4 http://hl7.org/fhir/audit-event-outcome. */
export const OUTCOME = codeTable(['http://hl7.org/fhir/audit-event-outcome'], 'FHIR outcome', {
  '0': 'Success',
  '4': 'Minor failure: not done, may be tried again',
  '8': 'Serious failure: not done, for a reason that will not pass by itself',
  '12': 'Major failure: the system became unavailable',
});

/** HL7 FHIR R4 audit-event-type. */
export const EVENT_TYPE = codeTable(
  ['http://terminology.hl7.org/CodeSystem/audit-event-type', 'http://hl7.org/fhir/audit-event-type'],
  'FHIR event type',
  { rest: 'RESTful operation' },
);

/** HL7 FHIR R4 restful-interaction. */
export const INTERACTION = codeTable(['http://hl7.org/fhir/restful-interaction'], 'FHIR interaction', {
  read: 'Read',
  vread: 'Read of one version',
  update: 'Update',
  patch: 'Partial update',
  delete: 'Delete',
  history: 'History',
  'history-instance': 'History of one record',
  'history-type': 'History of a record type',
  'history-system': 'History of the whole system',
  create: 'Create',
  search: 'Search',
  'search-type': 'Search in one record type',
  'search-system': 'Search in all record types',
  capabilities: 'Capabilities',
  transaction: 'Transaction',
  batch: 'Batch',
  operation: 'Operation',
});

/** HL7 FHIR R4 audit-entity-type. */
export const ENTITY_TYPE = codeTable(
  ['http://terminology.hl7.org/CodeSystem/audit-entity-type', 'http://hl7.org/fhir/object-type'],
  'FHIR entity type',
  { '1': 'Person', '2': 'System object', '3': 'Organization', '4': 'Other' },
);

/** HL7 FHIR R4 object-role. */
export const OBJECT_ROLE = codeTable(
  ['http://terminology.hl7.org/CodeSystem/object-role', 'http://hl7.org/fhir/object-role'],
  'FHIR object role',
  {
    '1': 'Patient',
    '2': 'Location',
    '3': 'Report',
    '4': 'Domain resource',
    '5': 'Master file',
    '6': 'User',
    '7': 'List',
    '8': 'Doctor',
    '9': 'Subscriber',
    '10': 'Guarantor',
    '11': 'Security user',
    '12': 'Security user group',
    '13': 'Security resource',
    '14': 'Security granularity definition',
    '15': 'Practitioner',
    '16': 'Data destination',
    '17': 'Data repository',
    '18': 'Schedule',
    '19': 'Customer',
    '20': 'Job',
    '21': 'Job stream',
    '22': 'Table',
    '23': 'Routing criteria',
    '24': 'Query',
  },
);

/** HL7 FHIR R4 network-type. */
export const NETWORK_TYPE = codeTable(['http://hl7.org/fhir/network-type'], 'FHIR network type', {
  '1': 'Machine name',
  '2': 'IP address',
  '3': 'Telephone number',
  '4': 'E-mail address',
  '5': 'URI',
});

/** HL7 FHIR R4 security-source-type. */
export const SOURCE_TYPE = codeTable(
  ['http://terminology.hl7.org/CodeSystem/security-source-type', 'http://hl7.org/fhir/security-source-type'],
  'FHIR source type',
  {
    '1': 'User device',
    '2': 'Data interface',
    '3': 'Web server',
    '4': 'Application server',
    '5': 'Database server',
    '6': 'Security server',
    '7': 'Network device',
    '8': 'Network router',
    '9': 'Other',
  },
);

/** RFC 3881 / DICOM PS3.15 object life cycle, as HL7 publishes it (dicom-audit-lifecycle). */
export const DICOM_LIFECYCLE = codeTable(
  [
    'http://terminology.hl7.org/CodeSystem/dicom-audit-lifecycle',
    'http://hl7.org/fhir/dicom-audit-lifecycle',
  ],
  'DICOM life cycle',
  {
    '1': 'Origination or creation',
    '2': 'Import or copy',
    '3': 'Amendment',
    '4': 'Verification',
    '5': 'Translation',
    '6': 'Access or use',
    '7': 'De-identification',
    '8': 'Aggregation or summary',
    '9': 'Report',
    '10': 'Export',
    '11': 'Disclosure',
    '12': 'Receipt of disclosure',
    '13': 'Archiving',
    '14': 'Logical deletion',
    '15': 'Permanent erasure',
  },
);

/** HL7 extra-security-role-type. */
export const SECURITY_ROLE = codeTable(
  ['http://terminology.hl7.org/CodeSystem/extra-security-role-type'],
  'HL7 security role',
  {
    authserver: 'Authorization server',
    datacollector: 'Data collector',
    dataprocessor: 'Data processor',
    datasubject: 'Data subject',
    humanuser: 'Human user',
  },
);

/** HL7 provenance-participant-type. */
export const PROVENANCE_ROLE = codeTable(
  ['http://terminology.hl7.org/CodeSystem/provenance-participant-type'],
  'HL7 provenance role',
  {
    enterer: 'Enterer',
    performer: 'Performer',
    author: 'Author',
    verifier: 'Verifier',
    legal: 'Legal authenticator',
    attester: 'Attester',
    informant: 'Informant',
    custodian: 'Custodian',
    assembler: 'Assembler',
    composer: 'Composer',
  },
);

/** IHE Basic Audit Log Patterns (ITI BALP 1.1) code systems. */
export const BALP = [
  codeTable(['https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType'], 'IHE BALP', {
    XrequestId: 'Request identifier',
  }),
  codeTable(['https://profiles.ihe.net/ITI/BALP/CodeSystem/UserAgentTypes'], 'IHE BALP', {
    UserSamlAgent: 'User known by a SAML token',
    UserOauthAgent: 'User known by an OAuth token',
  }),
  codeTable(['https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType'], 'IHE BALP', {
    'AuthZ-Consent': 'Authorization by consent',
  }),
  codeTable(['https://profiles.ihe.net/ITI/BALP/CodeSystem/OtherIdentifierTypes'], 'IHE BALP', {
    'SAML-subject-id': 'SAML subject',
  }),
] as const;
