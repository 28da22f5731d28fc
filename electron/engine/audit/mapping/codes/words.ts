import type { CodeTable } from './code-table.ts';
import { DICOM } from './dicom.ts';
import {
  ACTION,
  BALP,
  DICOM_LIFECYCLE,
  ENTITY_TYPE,
  EVENT_TYPE,
  INTERACTION,
  NETWORK_TYPE,
  OBJECT_ROLE,
  OUTCOME,
  PROVENANCE_ROLE,
  SECURITY_ROLE,
  SOURCE_TYPE,
} from './fhir.ts';
import { ACT_REASON, CONFIDENTIALITY, PARTICIPATION } from './hl7-v3.ts';
import { ISO_21089 } from './iso-21089.ts';

const TABLES: readonly CodeTable[] = [
  DICOM,
  ACTION,
  OUTCOME,
  EVENT_TYPE,
  INTERACTION,
  ENTITY_TYPE,
  OBJECT_ROLE,
  NETWORK_TYPE,
  SOURCE_TYPE,
  DICOM_LIFECYCLE,
  SECURITY_ROLE,
  PROVENANCE_ROLE,
  ...BALP,
  ISO_21089,
  ACT_REASON,
  CONFIDENTIALITY,
  ...PARTICIPATION,
];

const BY_SYSTEM: ReadonlyMap<string, CodeTable> = new Map(
  TABLES.flatMap((table) => table.systems.map((system) => [system, table] as const)),
);

/** Systems whose codes need no table to be understood. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['http://hl7.org/fhir/resource-types', 'FHIR resource type'],
  ['http://snomed.info/sct', 'SNOMED CT'],
  ['http://loinc.org', 'LOINC'],
  ['http://terminology.hl7.org/CodeSystem/v2-0203', 'HL7 identifier type'],
  ['http://terminology.hl7.org/CodeSystem/v3-ActCode', 'HL7 act code'],
  ['http://terminology.hl7.org/CodeSystem/v3-ObservationValue', 'HL7 observation value'],
]);

/** The console's words for a code; null where it has none. */
export function wordsOf(system: string | null, code: string | null): string | null {
  if (system === null || code === null) return null;
  return BY_SYSTEM.get(system)?.words.get(code) ?? null;
}

/** What a person calls a code system; the URI itself where it has no better name. */
export function nameOfSystem(system: string): string {
  return BY_SYSTEM.get(system)?.name ?? NAMES.get(system) ?? system;
}
