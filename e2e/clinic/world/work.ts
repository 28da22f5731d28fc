import { assertNever } from '../../../shared/assert-never.ts';
import type { Cast } from './cast.ts';
import type { PurposeCode } from './codes.ts';
import type { Deed, EventDraft, RecordAction } from './draft.ts';
import { makeDraft } from './make-draft.ts';
import type { Prng } from './prng.ts';
import type { Clinic, Patient, Staff, StaffRole } from './types.ts';

/** One thing that people of a role do, and how often. */
interface Habit {
  readonly weight: number;
  readonly action: RecordAction | 'query';
  readonly resource: string;
  /** False where the deed is about no patient in particular. */
  readonly aboutPatient?: boolean;
}

const read = (weight: number, resource: string): Habit => ({ weight, action: 'read', resource });
const habit = (weight: number, action: Habit['action'], resource: string, aboutPatient = true): Habit => ({
  weight,
  action,
  resource,
  aboutPatient,
});

const HABITS: Readonly<Record<StaffRole, readonly Habit[]>> = {
  nurse: [
    read(22, 'MedicationRequest'),
    read(12, 'CarePlan'),
    read(8, 'AllergyIntolerance'),
    read(6, 'Observation'),
    habit(24, 'create', 'MedicationAdministration'),
    habit(14, 'query', 'MedicationAdministration'),
    habit(7, 'update', 'MedicationAdministration'),
    habit(4, 'create', 'Observation'),
    habit(2, 'vread', 'CarePlan'),
    habit(1, 'delete', 'MedicationAdministration'),
  ],
  physician: [
    read(20, 'MedicationRequest'),
    read(16, 'Patient'),
    read(12, 'Observation'),
    habit(16, 'query', 'MedicationStatement'),
    habit(12, 'create', 'MedicationRequest'),
    habit(12, 'update', 'MedicationRequest'),
    habit(5, 'patch', 'CarePlan'),
    habit(4, 'vread', 'MedicationRequest'),
  ],
  pharmacist: [
    habit(28, 'query', 'MedicationRequest'),
    read(28, 'MedicationRequest'),
    read(8, 'AllergyIntolerance'),
    habit(24, 'create', 'MedicationDispense'),
    habit(8, 'update', 'MedicationDispense'),
    habit(4, 'query', 'MedicationKnowledge', false),
  ],
  'front-desk': [
    habit(34, 'query', 'Patient', false),
    read(30, 'Patient'),
    habit(12, 'update', 'Patient'),
    habit(12, 'create', 'Appointment'),
    read(6, 'Coverage'),
    habit(3, 'delete', 'Appointment'),
  ],
  'clinic-administrator': [
    habit(6, 'query', 'PractitionerRole', false),
    habit(2, 'update', 'PractitionerRole', false),
    habit(2, 'create', 'PractitionerRole', false),
    habit(2, 'delete', 'PractitionerRole', false),
    read(1, 'Consent'),
  ],
  'compliance-officer': [habit(8, 'query', 'AuditEvent', false), habit(3, 'read', 'AuditEvent', false)],
  support: [
    habit(6, 'query', 'Person', false),
    habit(3, 'read', 'Person', false),
    habit(1, 'update', 'Person', false),
  ],
};

const SEARCHES = [
  'garcia',
  "o'br",
  'smith',
  'nguyen',
  'müller',
  'lee',
  'johnson',
  'al-',
  'fern',
  'wojc',
] as const;

function drawHabit(prng: Prng, role: StaffRole): Habit {
  const habits = HABITS[role];
  let left = prng.int(
    1,
    habits.reduce((sum, one) => sum + one.weight, 0),
  );
  for (const one of habits) {
    left -= one.weight;
    if (left <= 0) return one;
  }
  return prng.pick(habits);
}

/** Nurses and physicians keep to their ward but for an occasional cover; the others see their whole clinic. */
function drawPatient(prng: Prng, cast: Cast, staff: Staff, clinic: Clinic): Patient {
  const wardId = staff.wardId !== undefined && !prng.chance(0.02) ? staff.wardId : undefined;
  const ward = wardId === undefined ? undefined : cast.patientsOfWard.get(wardId);
  const pool = ward ?? cast.patientsOfClinic.get(clinic.id) ?? cast.patients;
  const patient = prng.pick(pool);
  // Nobody works on their own record.
  return patient.staffSub === staff.sub
    ? prng.pick(cast.patients.filter((one) => one.staffSub === undefined))
    : patient;
}

/** The query string of an ordinary search. */
function queryText(prng: Prng, resource: string, patient: Patient | undefined): string {
  if (resource === 'Patient' || resource === 'Person')
    return `${resource}?name=${encodeURIComponent(prng.pick(SEARCHES))}&_count=20`;
  if (patient === undefined) return `${resource}?_lastUpdated=ge${String(prng.int(2020, 2026))}&_count=50`;
  return `${resource}?patient=${patient.id}&status=active&_sort=-date`;
}

/** `MedicationRequest` → `mr`: kept, for it is asked forty thousand times. */
const INITIALS = new Map<string, string>();

function initialsOf(resource: string): string {
  const known = INITIALS.get(resource);
  if (known !== undefined) return known;
  const initials = resource.replaceAll(/[a-z]/gu, '').toLowerCase();
  INITIALS.set(resource, initials);
  return initials;
}

/** A patient's own records have few ids: one list of them per resource type. */
function resourceIdOf(prng: Prng, resource: string, patient: Patient | undefined): string {
  if (patient === undefined) return prng.hex(12);
  if (resource === 'Patient') return patient.id;
  return `${patient.id.slice(0, 8)}-${initialsOf(resource)}${String(prng.int(1, patient.medicines.length + 2))}`;
}

function purposeFor(prng: Prng, role: StaffRole): PurposeCode | undefined {
  switch (role) {
    case 'nurse':
    case 'physician':
      return prng.chance(0.02) ? 'ETREAT' : prng.chance(0.9) ? 'TREAT' : undefined;
    case 'pharmacist':
      return prng.chance(0.25) ? 'HPAYMT' : 'TREAT';
    case 'front-desk':
      return prng.chance(0.3) ? 'HPAYMT' : 'HOPERAT';
    case 'clinic-administrator':
    case 'compliance-officer':
    case 'support':
      return 'HOPERAT';
    default:
      return assertNever(role);
  }
}

function drawOutcome(prng: Prng): Pick<EventDraft, 'outcome' | 'outcomeDesc'> {
  const lot = prng.unit();
  if (lot < 0.004) return { outcome: '8', outcomeDesc: 'The care relationship does not cover this record' };
  if (lot < 0.008)
    return { outcome: '4', outcomeDesc: 'The record was changed meanwhile; nothing was saved' };
  if (lot < 0.011) return { outcome: '12', outcomeDesc: 'The record server did not answer' };
  return { outcome: '0', outcomeDesc: undefined };
}

/** The address from which someone on duty is seen: the machine's own on the ward, the clinic's egress elsewhere. */
export function egressOf(prng: Prng, clinic: Clinic): string {
  return prng.pick(prng.pick(clinic.networks).addresses);
}

/** One ordinary deed of somebody on duty. */
export function workDraft(prng: Prng, cast: Cast, staff: Staff, atMs: number): EventDraft {
  const clinic = cast.clinicOf(staff.clinicId);
  const one = drawHabit(prng, staff.role);
  const patient = one.aboutPatient === false ? undefined : drawPatient(prng, cast, staff, clinic);
  const deed: Deed =
    one.action === 'query'
      ? { kind: 'query', resource: one.resource, query: queryText(prng, one.resource, patient) }
      : {
          kind: 'record',
          action: one.action,
          resource: one.resource,
          resourceId: resourceIdOf(prng, one.resource, patient),
        };
  return makeDraft(prng, {
    atMs,
    clinic,
    actor: { kind: 'staff', staff },
    device: staff.device,
    address: staff.device.kind === 'workstation' ? staff.device.address : egressOf(prng, clinic),
    deed,
    ...(patient === undefined ? {} : { patient }),
    ...withPurpose(purposeFor(prng, staff.role)),
    ...drawOutcome(prng),
  });
}

/** Leaves the key out where there is nothing to say (`exactOptionalPropertyTypes`). */
export function withPurpose(purpose: PurposeCode | undefined): { readonly purpose?: PurposeCode } {
  return purpose === undefined ? {} : { purpose };
}
