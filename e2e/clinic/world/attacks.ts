import type { Cast } from './cast.ts';
import { localDay, localMidnightMs, staffByUsername } from './cast.ts';
import type { EventDraft } from './draft.ts';
import { makeDraft } from './make-draft.ts';
import { networkById } from './places.ts';
import type { Prng } from './prng.ts';
import type { Attack, AttackKind, Clinic, Device, Patient, Staff } from './types.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Attacks are counted back from a day that moves only every four weeks, so that a restarted clinic has them unmoved. */
const GRID_DAYS = 28;

/** A planted attack before its events have ids. */
export interface AttackPlan {
  readonly key: Omit<Attack, 'eventIds'>;
  readonly drafts: readonly EventDraft[];
}

function gridDay(clinic: Clinic, anchorMs: number): number {
  return Math.floor(localDay(clinic, anchorMs) / GRID_DAYS) * GRID_DAYS;
}

/** A clinic's local time, so many days before the grid's day. */
function at(clinic: Clinic, anchorMs: number, daysBack: number, hour: number, minute: number): number {
  return localMidnightMs(clinic, gridDay(clinic, anchorMs) - daysBack) + hour * HOUR_MS + minute * MINUTE_MS;
}

function plan(
  kind: AttackKind,
  clinic: Clinic,
  who: readonly string[],
  summary: string,
  drafts: readonly EventDraft[],
): AttackPlan {
  const times = drafts.map((draft) => draft.atMs);
  return {
    key: { kind, clinicId: clinic.id, startMs: Math.min(...times), endMs: Math.max(...times), who, summary },
    drafts,
  };
}

function readOf(
  prng: Prng,
  staff: Staff,
  clinic: Clinic,
  patient: Patient,
  where: Pick<EventDraft, 'atMs' | 'device' | 'address' | 'attack'>,
): EventDraft {
  return makeDraft(prng, {
    ...where,
    lagMs: prng.int(40, 900),
    clinic,
    actor: { kind: 'staff', staff },
    deed: {
      kind: 'record',
      action: 'read',
      resource: 'MedicationRequest',
      resourceId: `${patient.id.slice(0, 8)}-mr1`,
    },
    patient,
    purpose: 'TREAT',
    attack: where.attack,
  });
}

const SCRIPT: Device = {
  id: '00000000-0000-4000-8000-00000000000a',
  kind: 'server',
  label: 'unknown',
  userAgent: 'python-requests/2.32.3',
  address: '203.0.113.17',
};

/** 21 days before the grid, 03:12: some 240 sign-ins in twelve minutes from three addresses; the last one works. */
function credentialStuffing(prng: Prng, cast: Cast, anchorMs: number): AttackPlan {
  const kind = 'credential-stuffing';
  const victim = staffByUsername(cast, 'dolores.whitfield');
  const clinic = cast.clinicOf(victim.clinicId);
  const addresses = networkById('foreign-bucharest').addresses;
  const start = at(clinic, anchorMs, 21, 3, 12);
  const staff = cast.staff.filter((one) => one.clinicId === clinic.id && one !== victim);
  const drafts: EventDraft[] = [];
  for (let i = 0; i < 240; i += 1) {
    const known = prng.chance(0.15);
    drafts.push(
      makeDraft(prng, {
        atMs: start + i * 3000 + prng.int(0, 1400),
        lagMs: prng.int(40, 900),
        clinic,
        actor: known
          ? { kind: 'staff', staff: prng.pick(staff) }
          : { kind: 'unknown', username: `${prng.pick(cast.patients).username}@mail.example` },
        device: SCRIPT,
        address: prng.pick(addresses),
        deed: { kind: 'login' },
        outcome: prng.chance(0.9) ? '4' : '8',
        outcomeDesc: known ? 'Incorrect user name or password' : 'User does not exist',
        attack: kind,
      }),
    );
  }
  const inside = { device: SCRIPT, address: addresses[0] ?? SCRIPT.address, attack: kind } as const;
  drafts.push(
    makeDraft(prng, {
      ...inside,
      atMs: start + 12.2 * MINUTE_MS,
      lagMs: 200,
      clinic,
      actor: { kind: 'staff', staff: victim },
      deed: { kind: 'login' },
    }),
  );
  for (const [step, patient] of prng.sample(cast.patientsOfClinic.get(clinic.id) ?? [], 9).entries()) {
    drafts.push(readOf(prng, victim, clinic, patient, { ...inside, atMs: start + (13 + step) * MINUTE_MS }));
  }
  return plan(
    kind,
    clinic,
    [victim.username],
    'Some 240 failed sign-ins in twelve minutes from three addresses in Bucharest, then one that works and nine records read.',
    drafts,
  );
}

/** 12 days before the grid: at work in Chicago at 15:05, signed in from Singapore 47 minutes later. */
function impossibleTravel(prng: Prng, cast: Cast, anchorMs: number): AttackPlan {
  const kind = 'impossible-travel';
  const staff = staffByUsername(cast, 'elena.petrov');
  const clinic = cast.clinicOf(staff.clinicId);
  const start = at(clinic, anchorMs, 12, 15, 5);
  const actor = { kind: 'staff', staff } as const;
  const address = networkById('foreign-singapore').addresses[0] ?? '';
  const far = { device: staff.phone, address, attack: kind } as const;
  const drafts = [
    makeDraft(prng, {
      atMs: start,
      lagMs: 150,
      clinic,
      actor,
      device: staff.device,
      address: clinic.networks[0]?.addresses[0] ?? '',
      deed: { kind: 'login' },
      attack: kind,
    }),
    makeDraft(prng, {
      ...far,
      atMs: start + 47 * MINUTE_MS,
      lagMs: 420,
      clinic,
      actor,
      deed: { kind: 'login' },
    }),
  ];
  for (const [step, patient] of prng.sample(cast.patientsOfWard.get(staff.wardId ?? '') ?? [], 6).entries()) {
    drafts.push(readOf(prng, staff, clinic, patient, { ...far, atMs: start + (49 + 2 * step) * MINUTE_MS }));
  }
  return plan(
    kind,
    clinic,
    [staff.username],
    'A sign-in in Chicago and 47 minutes later one from Singapore, with six records read there.',
    drafts,
  );
}

/** 30 to 24 days before the grid, in the lunch break: 38 records of other wards, one of them a colleague's, read thrice. */
function snoopingColleague(prng: Prng, cast: Cast, anchorMs: number): AttackPlan {
  const kind = 'snooping-colleague';
  const staff = staffByUsername(cast, 'marcus.delaney');
  const colleague = staffByUsername(cast, 'naomi.castellanos');
  const clinic = cast.clinicOf(staff.clinicId);
  const others = (cast.patientsOfClinic.get(clinic.id) ?? []).filter((one) => one.wardId !== staff.wardId);
  const colleagueAsPatient = others.find((one) => one.staffSub === colleague.sub);
  if (colleagueAsPatient === undefined)
    throw new RangeError('the colleague must be a patient of another ward');
  const chosen = prng.sample(
    others.filter((one) => one.staffSub === undefined),
    37,
  );
  const targets = [
    ...chosen.slice(0, 12),
    colleagueAsPatient,
    ...chosen.slice(12, 25),
    colleagueAsPatient,
    ...chosen.slice(25),
    colleagueAsPatient,
  ];
  const here = { device: staff.device, address: staff.device.address, attack: kind } as const;
  const drafts = targets.map((patient, step) =>
    readOf(prng, staff, clinic, patient, {
      ...here,
      atMs: at(clinic, anchorMs, 30 - Math.floor(step / 6), 12, 20 + (step % 6) * 3),
    }),
  );
  return plan(
    kind,
    clinic,
    [staff.username],
    'A nurse reads 38 records of patients who are not on his ward, over seven lunch breaks; one of them, read three times, is a colleague.',
    drafts,
  );
}

/** 8 days before the grid, 02:40: a front desk account exports 140 plans in 25 minutes. */
function massExport(prng: Prng, cast: Cast, anchorMs: number): AttackPlan {
  const kind = 'mass-export';
  const staff = staffByUsername(cast, 'curtis.langford');
  const clinic = cast.clinicOf(staff.clinicId);
  const start = at(clinic, anchorMs, 8, 2, 40);
  const common = {
    lagMs: 300,
    clinic,
    actor: { kind: 'staff', staff },
    device: staff.device,
    address: staff.device.address,
    attack: kind,
  } as const;
  const drafts = [makeDraft(prng, { ...common, atMs: start - MINUTE_MS, deed: { kind: 'login' } })];
  for (const [step, patient] of prng.sample(cast.patientsOfClinic.get(clinic.id) ?? [], 140).entries()) {
    drafts.push(
      makeDraft(prng, {
        ...common,
        atMs: start + step * 10_500 + prng.int(0, 4000),
        deed: { kind: 'export', what: 'Medication plan', records: 1, media: 'usb' },
        patient,
        purpose: 'HOPERAT',
      }),
    );
  }
  return plan(
    kind,
    clinic,
    [staff.username],
    'A front desk account signs in at night and exports the plans of 140 patients to a USB disk in 25 minutes.',
    drafts,
  );
}

/** 5 days before the grid, 01:17: an account unused through the whole history gets a new password and reads 22 records. */
function dormantAccount(prng: Prng, cast: Cast, anchorMs: number): AttackPlan {
  const kind = 'dormant-account-awakened';
  const staff = staffByUsername(cast, 'howard.prescott');
  const clinic = cast.clinicOf(staff.clinicId);
  const start = at(clinic, anchorMs, 5, 1, 17);
  const actor = { kind: 'staff', staff } as const;
  const far = {
    device: staff.phone,
    address: networkById('foreign-sao-paulo').addresses[0] ?? '',
    attack: kind,
  } as const;
  const drafts = [
    makeDraft(prng, { ...far, atMs: start, lagMs: 120, clinic, actor, deed: { kind: 'password-reset' } }),
    makeDraft(prng, { ...far, atMs: start + MINUTE_MS, lagMs: 120, clinic, actor, deed: { kind: 'login' } }),
  ];
  for (const [step, patient] of prng.sample(cast.patientsOfClinic.get(clinic.id) ?? [], 22).entries()) {
    drafts.push(readOf(prng, staff, clinic, patient, { ...far, atMs: start + (2 + step) * MINUTE_MS }));
  }
  return plan(
    kind,
    clinic,
    [staff.username],
    'An account without any sign-in in the history has its password reset at night from São Paulo and reads 22 records.',
    drafts,
  );
}

/**
 * The five attacks, at the same place of the history whatever the seed: each lies so many days before the grid's day,
 * which itself is 0 to 27 days before the anchor.
 */
export function plantAttacks(prng: Prng, cast: Cast, anchorMs: number): readonly AttackPlan[] {
  const grid = gridDay(cast.clinicOf(undefined), anchorMs);
  return [credentialStuffing, impossibleTravel, snoopingColleague, massExport, dormantAccount].map((plant) =>
    plant(prng.fork(`${plant.name}/${String(grid)}`), cast, anchorMs),
  );
}
