import type { Cast, Shift } from './cast.ts';
import { localMidnightMs } from './cast.ts';
import type { Deed, EventDraft } from './draft.ts';
import { makeDraft } from './make-draft.ts';
import type { Prng } from './prng.ts';
import type { Clinic, Device, Staff, StaffRole } from './types.ts';
import { egressOf, workDraft } from './work.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Deeds in a shift, between sign-in and sign-out. */
const DEEDS_PER_SHIFT: Readonly<Record<StaffRole, readonly [number, number]>> = {
  nurse: [9, 17],
  physician: [8, 15],
  pharmacist: [10, 17],
  'front-desk': [11, 19],
  'clinic-administrator': [3, 8],
  'compliance-officer': [5, 12],
  support: [4, 12],
};

const REASONS = [
  'Unconscious on arrival',
  'Suspected overdose, plan unknown',
  'Anaphylaxis, allergies unknown',
  'Transfer without papers',
] as const;

/** One sign-in or sign-out of a member of staff, as the identity provider saw it. */
export function signDraft(
  prng: Prng,
  cast: Cast,
  staff: Staff,
  kind: 'login' | 'logout',
  atMs: number,
  failure?: { readonly outcome: '4' | '8'; readonly outcomeDesc: string },
): EventDraft {
  const clinic = cast.clinicOf(staff.clinicId);
  return makeDraft(prng, {
    atMs,
    clinic,
    actor: { kind: 'staff', staff },
    device: staff.device,
    address: egressOf(prng, clinic),
    deed: { kind },
    ...failure,
  });
}

function breakGlass(prng: Prng, cast: Cast, staff: Staff, atMs: number): EventDraft[] {
  const clinic = cast.clinicOf(staff.clinicId);
  const elsewhere = (cast.patientsOfClinic.get(clinic.id) ?? cast.patients).filter(
    (one) => one.wardId !== staff.wardId && one.staffSub !== staff.sub,
  );
  const patient = prng.pick(elsewhere);
  const reason = prng.pick(REASONS);
  const resources = prng.sample(
    ['MedicationRequest', 'AllergyIntolerance', 'Observation', 'CarePlan', 'Patient'],
    prng.int(2, 5),
  );
  const deeds: Deed[] = [
    { kind: 'emergency', phase: 'start', reason },
    ...resources.map((resource): Deed => ({
      kind: 'record',
      action: 'read',
      resource,
      resourceId: patient.id,
    })),
    { kind: 'emergency', phase: 'stop', reason },
  ];
  return deeds.map((deed, step) =>
    makeDraft(prng, {
      atMs: atMs + step * 3 * MINUTE_MS,
      clinic,
      actor: { kind: 'staff', staff },
      device: staff.device,
      address: staff.device.address,
      deed,
      patient,
      purpose: 'BTG',
    }),
  );
}

/** All that someone does in one shift, from sign-in to sign-out. */
export function shiftDrafts(prng: Prng, cast: Cast, staff: Staff, day: number, shift: Shift): EventDraft[] {
  const clinic = cast.clinicOf(staff.clinicId);
  const midnight = localMidnightMs(clinic, day);
  const startMs = midnight + shift.fromHour * HOUR_MS + prng.int(-12, 9) * MINUTE_MS + prng.int(0, 59_999);
  const endMs = midnight + shift.toHour * HOUR_MS + prng.int(-5, 20) * MINUTE_MS + prng.int(0, 59_999);
  const drafts: EventDraft[] = [];
  if (prng.chance(0.05)) {
    const outcomeDesc = prng.pick(['Incorrect user name or password', 'The one-time code has expired']);
    drafts.push(
      signDraft(prng, cast, staff, 'login', startMs - prng.int(9000, 50_000), { outcome: '4', outcomeDesc }),
    );
  }
  drafts.push(signDraft(prng, cast, staff, 'login', startMs));
  const [least, most] = DEEDS_PER_SHIFT[staff.role];
  const count = prng.int(least, most);
  for (let i = 0; i < count; i += 1) {
    drafts.push(
      workDraft(prng, cast, staff, startMs + ((i + prng.unit()) / count) * (endMs - startMs - MINUTE_MS)),
    );
  }
  if ((staff.role === 'physician' || staff.role === 'nurse') && prng.chance(0.025)) {
    drafts.push(...breakGlass(prng, cast, staff, startMs + prng.int(1, 5) * HOUR_MS));
  }
  if (staff.role !== 'nurse' && prng.chance(0.06))
    drafts.push(reportExport(prng, cast, staff, startMs + 2 * HOUR_MS));
  // Some just walk away: their session ends by idling, and nobody writes that down.
  if (prng.chance(0.85)) drafts.push(signDraft(prng, cast, staff, 'logout', endMs));
  return drafts;
}

function reportExport(prng: Prng, cast: Cast, staff: Staff, atMs: number): EventDraft {
  const clinic = cast.clinicOf(staff.clinicId);
  const onePatient = staff.role === 'physician' || staff.role === 'front-desk';
  const patient = onePatient ? prng.pick(cast.patientsOfClinic.get(clinic.id) ?? cast.patients) : undefined;
  return makeDraft(prng, {
    atMs,
    clinic,
    actor: { kind: 'staff', staff },
    device: staff.device,
    address: staff.device.address,
    deed: {
      kind: 'export',
      what: onePatient
        ? 'Medication plan'
        : staff.role === 'compliance-officer'
          ? 'Audit report'
          : 'Monthly list',
      records: onePatient ? 1 : prng.int(20, 90),
      media: prng.pick(['file', 'print', 'print', 'usb']),
    },
    ...(patient === undefined ? {} : { patient }),
    purpose: onePatient ? 'PATRQT' : 'HOPERAT',
  });
}

/** The clinic's own machines at night: the pharmacy's feed, the reminder worker, a restart on Sundays. */
export function machineDrafts(prng: Prng, clinic: Clinic, day: number, server: Device): EventDraft[] {
  const midnight = localMidnightMs(clinic, day);
  const common = { clinic, device: server, address: server.address } as const;
  const feed = { kind: 'service', name: 'pharmacy-feed' } as const;
  const reminders = { kind: 'service', name: 'reminder-worker' } as const;
  const drafts = [
    makeDraft(prng, {
      ...common,
      atMs: midnight + 4 * HOUR_MS + prng.int(0, 300_000),
      actor: feed,
      deed: { kind: 'import', what: 'Dispense feed' },
      ...(prng.chance(0.03) ? { outcome: '8', outcomeDesc: 'The feed was cut off' } : {}),
    }),
  ];
  for (let hour = 6; hour < 23; hour += 4) {
    drafts.push(
      makeDraft(prng, {
        ...common,
        atMs: midnight + hour * HOUR_MS + prng.int(0, 120_000),
        actor: reminders,
        deed: {
          kind: 'query',
          resource: 'MedicationRequest',
          query: 'MedicationRequest?status=active&intent=order&_count=1000',
        },
        purpose: 'HOPERAT',
      }),
    );
  }
  if ((day + 4) % 7 === 0) {
    for (const [phase, minute] of [
      ['stop', 0],
      ['start', 4],
    ] as const) {
      drafts.push(
        makeDraft(prng, {
          ...common,
          atMs: midnight + 3 * HOUR_MS + minute * MINUTE_MS,
          actor: reminders,
          deed: { kind: 'application', phase },
        }),
      );
    }
  }
  return drafts;
}
