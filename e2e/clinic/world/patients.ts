import { ownPhone } from './devices.ts';
import { MEDICINES } from './medicines.ts';
import { foldToAscii, NAME_GROUPS, REMARKABLE_NAMES } from './names.ts';
import { CLINICS, networkById } from './places.ts';
import type { Prng } from './prng.ts';
import type { Clinic, Patient, Relative, Staff } from './types.ts';

const PATIENT_COUNT = 2000;
const RELATIONSHIPS = [
  'spouse',
  'daughter',
  'son',
  'mother',
  'father',
  'sibling',
  'grandchild',
  'caregiver',
] as const;
const TOTAL_WEIGHT = NAME_GROUPS.reduce((sum, group) => sum + group.weight, 0);

function drawName(prng: Prng): string {
  let left = prng.int(1, TOTAL_WEIGHT);
  for (const group of NAME_GROUPS) {
    left -= group.weight;
    if (left > 0) continue;
    const given = prng.pick(group.given);
    const family = prng.pick(group.family);
    if (prng.chance(0.12)) return `${given} ${prng.pick(group.given)} ${family}`;
    if (prng.chance(0.05)) return `${given} ${family}-${prng.pick(group.family)}`;
    return `${given} ${family}`;
  }
  throw new RangeError('the weights of the name groups do not add up');
}

function phoneOf(prng: Prng, clinic: Clinic): ReturnType<typeof ownPhone> {
  return ownPhone(prng, networkById(`${prng.chance(0.7) ? 'home' : 'mobile'}-${clinic.id}`).addresses);
}

/** Two thousand patients; five of them are also staff, one of whom a colleague will snoop on. */
export function buildPatients(prng: Prng, staff: readonly Staff[]): readonly Patient[] {
  const colleagues = staff.filter((one) => one.clinicId !== undefined && one.status === 'active');
  const known = colleagues.filter((one) => one.username === 'naomi.castellanos');
  const alsoStaff = [
    ...known,
    ...prng.sample(
      colleagues.filter((one) => !known.includes(one)),
      4,
    ),
  ];
  return Array.from({ length: PATIENT_COUNT }, (_, index): Patient => {
    const colleague = alsoStaff[index - 100];
    const clinic = CLINICS.find((candidate) => candidate.id === colleague?.clinicId) ?? prng.pick(CLINICS);
    const displayName = colleague?.displayName ?? REMARKABLE_NAMES[index - 20] ?? drawName(prng);
    // A colleague is never a patient of the first ward, where the snooping nurse works, nor of their own.
    const wards =
      colleague === undefined
        ? clinic.wards
        : clinic.wards.filter((ward, at) => at > 0 && ward.id !== colleague.wardId);
    return {
      id: prng.uuid(),
      mrn: `${clinic.id.slice(0, 2).toUpperCase()}${String(100_000 + index * 37 + prng.int(0, 36))}`,
      username: `${foldToAscii(displayName).slice(0, 14) || 'p'}${String(index)}`,
      displayName,
      birthDate: `${String(prng.int(1931, 2019))}-${String(prng.int(1, 12)).padStart(2, '0')}-${String(prng.int(1, 28)).padStart(2, '0')}`,
      clinicId: clinic.id,
      wardId: prng.pick(wards).id,
      medicines: prng.sample(MEDICINES, prng.int(1, 6)),
      phone: phoneOf(prng, clinic),
      staffSub: colleague?.sub,
    };
  });
}

/** Family sharing: about a third of the patients let one to three relatives see or manage their plan. */
export function buildRelatives(prng: Prng, patients: readonly Patient[]): readonly Relative[] {
  const relatives: Relative[] = [];
  for (const patient of patients) {
    if (!prng.chance(0.35)) continue;
    const clinic = CLINICS.find((candidate) => candidate.id === patient.clinicId) ?? prng.pick(CLINICS);
    const count = prng.pick([1, 1, 1, 2, 2, 3]);
    for (let i = 0; i < count; i += 1) {
      const displayName = drawName(prng);
      relatives.push({
        id: prng.uuid(),
        username: `${foldToAscii(displayName).slice(0, 14) || 'f'}.f${String(relatives.length)}`,
        displayName,
        relationship: prng.pick(RELATIONSHIPS),
        access: prng.chance(0.3) ? 'manage' : 'view',
        patientId: patient.id,
        clinicId: patient.clinicId,
        phone: phoneOf(prng, clinic),
      });
    }
  }
  return relatives;
}
