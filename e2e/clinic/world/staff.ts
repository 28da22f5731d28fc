import type { PoolGroup } from '../groups.ts';
import { clinicDevice, ownPhone } from './devices.ts';
import { foldToAscii } from './names.ts';
import { CLINICS, networkById } from './places.ts';
import type { Prng } from './prng.ts';
import type { Clinic, Staff, StaffRole, StaffStatus } from './types.ts';

interface Cast {
  readonly name: string;
  readonly role: StaffRole;
  readonly clinicId: string | undefined;
  readonly status?: StaffStatus;
  readonly shift?: Staff['shift'];
}

/** People whom documents and tests name; the same for every seed. */
const NAMED_CAST: readonly Cast[] = [
  { name: 'Ruth|Okonkwo', role: 'compliance-officer', clinicId: undefined },
  { name: 'Henrik|Sjöberg', role: 'compliance-officer', clinicId: undefined },
  { name: 'Teresa|Villalobos', role: 'clinic-administrator', clinicId: 'harbor-light' },
  { name: 'Owen|Begay', role: 'clinic-administrator', clinicId: 'mesa-verde' },
  { name: 'Aoife|Byrne', role: 'clinic-administrator', clinicId: 'saint-brigid' },
  { name: 'Sam|Whitaker', role: 'support', clinicId: undefined },
  { name: 'Priya|Raghunathan', role: 'support', clinicId: undefined },
  { name: 'Jonas|Kübler', role: 'support', clinicId: undefined, shift: 'night' },
  // The people of the planted attacks.
  { name: 'Marcus|Delaney', role: 'nurse', clinicId: 'harbor-light', shift: 'day' },
  { name: 'Elena|Petrov', role: 'physician', clinicId: 'saint-brigid', shift: 'day' },
  { name: 'Curtis|Langford', role: 'front-desk', clinicId: 'mesa-verde', shift: 'day' },
  { name: 'Howard|Prescott', role: 'physician', clinicId: 'harbor-light', status: 'dormant' },
  { name: 'Dolores|Whitfield', role: 'front-desk', clinicId: 'harbor-light', shift: 'day' },
  // The colleague whose record was looked into.
  { name: 'Naomi|Castellanos', role: 'nurse', clinicId: 'harbor-light', shift: 'day' },
  // Left or on leave: their accounts must not be seen at work.
  { name: 'Gavin|Thorne', role: 'nurse', clinicId: 'mesa-verde', status: 'disabled' },
  { name: 'Lucille|Abernathy', role: 'pharmacist', clinicId: 'saint-brigid', status: 'disabled' },
  { name: 'Winston|Achebe', role: 'nurse', clinicId: 'saint-brigid', status: 'dormant' },
];

const OTHER_NAMES =
  'Amara|Nwosu;Björn|Hellström;Chiara|D’Amico;Declan|O’Rourke;Esperanza|Núñez;Fatima|al-Rashid;Grace|Pemberton;Hiroko|Tanabe;Ines|Carvalho;Jamal|Freeman;Katarzyna|Wójcik;Lamar|Jefferson;Mei|Zhang;Nikolai|Sorokin;Oluwaseun|Adeyemi;Paloma|Ibarra;Quentin|Lachapelle;Rosa|Begaye;Siobhán|McCarthy;Thanh|Nguyễn;Ursula|Weiß;Víctor|Muñoz;Wanda|Kowalska;Xiomara|Vega;Yusuf|Demir;Zuzana|Dvořáková;Abigail|Stone;Benedict|Osei;Camille|Lefèvre;Darnell|Washington;Eleanor|Vance;Farid|Haddad;Gloria|Santos;Hannah|Goldberg;Ivan|Kovačević;Joy|Mutua;Kelechi|Eze;Lourdes|Paredes;Mateo|Quintana;Nadia|Rahman;Otis|Greer;Penelope|Ashworth-Hughes;Rafael|Domínguez';

/** How many of each role a clinic has, the named cast included: 52 over the three clinics. */
const PER_CLINIC: readonly (readonly [StaffRole, readonly [number, number, number]])[] = [
  ['nurse', [10, 9, 9]],
  ['physician', [4, 4, 4]],
  ['pharmacist', [2, 2, 2]],
  ['front-desk', [2, 2, 2]],
];

const CONSOLE_GROUP: Readonly<Partial<Record<StaffRole, PoolGroup>>> = {
  'compliance-officer': 'medminder-compliance',
  'clinic-administrator': 'medminder-admin',
  support: 'medminder-support',
};

function fullCast(): readonly Cast[] {
  const cast: Cast[] = [...NAMED_CAST];
  const names = OTHER_NAMES.split(';');
  for (const [role, counts] of PER_CLINIC) {
    for (const [index, clinic] of CLINICS.entries()) {
      const wanted = counts[index] ?? 0;
      while (cast.filter((one) => one.role === role && one.clinicId === clinic.id).length < wanted) {
        cast.push({ name: names.shift() ?? '', role, clinicId: clinic.id });
      }
    }
  }
  return cast;
}

/** The sixty: eight who use the console and fifty-two at the bedside, the counter and the desk. */
export function buildStaff(prng: Prng): readonly Staff[] {
  const seen = new Map<string, number>();
  return fullCast().map((one, index): Staff => {
    const [givenName = '', familyName = ''] = one.name.split('|');
    const clinic: Clinic | undefined = CLINICS.find((candidate) => candidate.id === one.clinicId);
    // Those who work for all sit in the first clinic.
    const home = clinic ?? CLINICS[0] ?? prng.pick(CLINICS);
    const inClinicOfRole = seen.get(`${home.id}/${one.role}`) ?? 0;
    seen.set(`${home.id}/${one.role}`, inClinicOfRole + 1);
    const username = `${foldToAscii(givenName)}.${foldToAscii(familyName)}`;
    const group = CONSOLE_GROUP[one.role];
    const atBedside = one.role === 'nurse' || one.role === 'physician';
    return {
      sub: prng.uuid(),
      username,
      givenName,
      familyName,
      displayName: `${givenName} ${familyName}`,
      email: `${username}@${clinic === undefined ? 'medminder' : clinic.id}.example`,
      groups: [group ?? 'medminder-clinician'],
      clinicId: one.clinicId,
      wardId: atBedside ? home.wards[inClinicOfRole % home.wards.length]?.id : undefined,
      role: one.role,
      status: one.status ?? 'active',
      shift:
        one.shift ?? (one.role === 'nurse' ? prng.pick(['day', 'rotating', 'night', 'day'] as const) : 'day'),
      badge: `${home.id.slice(0, 1).toUpperCase()}${String(4000 + index * 7)}`,
      device: clinicDevice(
        prng,
        home,
        one.role === 'nurse' ? prng.pick(['workstation', 'tablet']) : 'workstation',
        index + 1,
      ),
      phone: ownPhone(prng, networkById(`mobile-${home.id}`).addresses),
    };
  });
}
