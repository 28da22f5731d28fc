import type { Clinic, Patient, Relative, Staff } from './types.ts';

const DAY_MS = 86_400_000;

/** Who is where: the lookups from which ordinary life is drawn. */
export interface Cast {
  readonly clinics: readonly Clinic[];
  readonly staff: readonly Staff[];
  readonly relatives: readonly Relative[];
  readonly patients: readonly Patient[];
  readonly patientById: ReadonlyMap<string, Patient>;
  readonly patientsOfClinic: ReadonlyMap<string, readonly Patient[]>;
  readonly patientsOfWard: ReadonlyMap<string, readonly Patient[]>;
  readonly clinicOf: (id: string | undefined) => Clinic;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Builds the lookups. Those who work for all clinics sit in the first. */
export function createCast(
  clinics: readonly Clinic[],
  staff: readonly Staff[],
  patients: readonly Patient[],
  relatives: readonly Relative[],
): Cast {
  return {
    clinics,
    staff,
    relatives,
    patients,
    patientById: new Map(patients.map((patient) => [patient.id, patient])),
    patientsOfClinic: groupBy(patients, (patient) => patient.clinicId),
    patientsOfWard: groupBy(patients, (patient) => patient.wardId),
    clinicOf: (id) => {
      const clinic = clinics.find((candidate) => candidate.id === id) ?? clinics[0];
      if (clinic === undefined) throw new RangeError('a cast needs a clinic');
      return clinic;
    },
  };
}

/** The staff member of that user name; throws if there is none. */
export function staffByUsername(cast: Pick<Cast, 'staff'>, username: string): Staff {
  const found = cast.staff.find((one) => one.username === username);
  if (found === undefined) throw new RangeError(`nobody is called ${username}`);
  return found;
}

/** Number of the clinic's local day at `atMs`, counted from 1970-01-01. */
export function localDay(clinic: Clinic, atMs: number): number {
  return Math.floor((atMs + clinic.utcOffsetMinutes * 60_000) / DAY_MS);
}

/** When that local day began at the clinic, ms since the epoch. */
export function localMidnightMs(clinic: Clinic, day: number): number {
  return day * DAY_MS - clinic.utcOffsetMinutes * 60_000;
}

/** 1970-01-01 was a Thursday. */
export function isWeekend(day: number): boolean {
  const weekday = (day + 4) % 7;
  return weekday === 0 || weekday === 6;
}

/** A shift on a local day, as hours from its midnight; a night shift ends after 24. */
export interface Shift {
  readonly fromHour: number;
  readonly toHour: number;
}

/** The shift that someone works on a local day, or undefined when off. A fixed rota: no chance in it. */
export function shiftOn(staff: Staff, day: number): Shift | undefined {
  if (staff.status !== 'active') return undefined;
  const place = Number.parseInt(staff.sub.slice(0, 6), 16);
  const turn = (day + place) % 7;
  if (staff.role === 'nurse') {
    if (turn >= 4) return undefined;
    const night =
      staff.shift === 'night' || (staff.shift === 'rotating' && Math.floor((day + place) / 7) % 2 === 0);
    return night ? { fromHour: 19, toHour: 31 } : { fromHour: 7, toHour: 19 };
  }
  if (isWeekend(day) && (turn !== 2 || staff.role === 'clinic-administrator')) return undefined;
  if (staff.shift === 'night') return { fromHour: 18, toHour: 26 };
  return staff.role === 'front-desk' ? { fromHour: 7.5, toHour: 16 } : { fromHour: 8, toHour: 17.5 };
}
