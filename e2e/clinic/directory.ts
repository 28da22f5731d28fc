import { Secret } from 'otpauth';
import type { Person } from './persons.ts';
import { seededBytes, seededUuid } from './seed.ts';
import type { Patient, Relative, Staff } from './world/types.ts';

const TOTP_SECRET_BYTES = 20;
const WORDS = (
  'amber anchor aspen birch bramble cedar cinder clover copper coral cypress delta ember fable falcon fern flint ' +
  'garnet glacier harbor hazel heron indigo ivory jasper juniper kestrel lagoon lantern larch linen lotus maple marble ' +
  'meadow mica mosaic nectar nimbus oasis olive onyx opal orchard otter pebble pepper plover poplar prairie quartz ' +
  'raven reed russet saffron sage sorrel spruce tamarind thistle timber topaz tundra velvet walnut'
).split(' ');

/** What the directory takes from the seeded world. */
export interface DirectorySource {
  readonly staff: readonly Pick<
    Staff,
    'sub' | 'username' | 'givenName' | 'familyName' | 'email' | 'groups' | 'clinicId' | 'role' | 'status'
  >[];
  readonly patients: readonly Pick<Patient, 'id' | 'username' | 'displayName' | 'clinicId' | 'staffSub'>[];
  readonly relatives: readonly Pick<Relative, 'id' | 'username' | 'displayName' | 'clinicId'>[];
}

const ROLE_WORDS: Readonly<Record<Staff['role'], string>> = {
  nurse: 'Nurse',
  physician: 'Physician',
  pharmacist: 'Pharmacist',
  'front-desk': 'Front desk',
  'clinic-administrator': 'Clinic administrator',
  'compliance-officer': 'Compliance officer',
  support: 'Support',
};

/** Four words and four digits: long, and a person can type it. */
function passwordOf(seed: string, username: string): string {
  const bytes = seededBytes(seed, `password:${username}`);
  const words = [0, 2, 4, 6].map((at) => WORDS[bytes.readUInt16BE(at) % WORDS.length] ?? 'amber');
  const digits = 1000 + (bytes.readUInt16BE(8) % 9000);
  return `${words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('-')}-${digits}`;
}

function totpSecretOf(seed: string, username: string): string {
  const bytes = seededBytes(seed, `totp:${username}`).subarray(0, TOTP_SECRET_BYTES);
  return new Secret({ buffer: new Uint8Array(bytes).buffer }).base32;
}

type Sketch = Omit<Person, 'password' | 'totpSecret'> & { readonly withoutMfa?: boolean };

function complete(seed: string, sketch: Sketch): Person {
  const { withoutMfa, ...person } = sketch;
  return {
    ...person,
    password: passwordOf(seed, person.username),
    totpSecret: withoutMfa === true ? undefined : totpSecretOf(seed, person.username),
  };
}

/** Operators whose accounts stand in the way of signing in, one of each kind; not among the sixty who work. */
function awkwardOperators(seed: string): readonly Sketch[] {
  const operator = (
    username: string,
    givenName: string,
    familyName: string,
  ): Omit<Sketch, 'groups' | 'role'> => ({
    sub: seededUuid(seed, `sub:${username}`),
    username,
    givenName,
    familyName,
    email: `${username}@medminder.example`,
    clinicId: undefined,
    enabled: true,
    status: 'CONFIRMED',
  });
  return [
    {
      ...operator('clara.winslow', 'Clara', 'Winslow'),
      groups: ['medminder-compliance'],
      role: 'Compliance officer',
      enabled: false,
    },
    {
      ...operator('felix.hartmann', 'Felix', 'Hartmann'),
      groups: ['medminder-admin'],
      clinicId: 'harbor-light',
      role: 'Clinic administrator',
      status: 'FORCE_CHANGE_PASSWORD',
      withoutMfa: true,
    },
    {
      ...operator('nora.lindqvist', 'Nora', 'Lindqvist'),
      groups: ['medminder-support'],
      role: 'Support',
      withoutMfa: true,
    },
  ];
}

function splitName(displayName: string): { readonly givenName: string; readonly familyName: string } {
  const at = displayName.lastIndexOf(' ');
  return at < 0
    ? { givenName: '', familyName: displayName }
    : { givenName: displayName.slice(0, at), familyName: displayName.slice(at + 1) };
}

function appUser(
  person: Pick<Patient, 'id' | 'username' | 'displayName' | 'clinicId'>,
  role: string,
): Sketch {
  return {
    sub: person.id,
    username: person.username,
    ...splitName(person.displayName),
    email: `${person.username}@mail.example`,
    clinicId: person.clinicId,
    groups: ['medminder-patient'],
    role,
    enabled: true,
    status: 'CONFIRMED',
    withoutMfa: true,
  };
}

/** True for someone who may open the console. */
export function isOperator(person: Pick<Person, 'groups'>): boolean {
  return person.groups.some(
    (group) =>
      group === 'medminder-compliance' || group === 'medminder-admin' || group === 'medminder-support',
  );
}

/** Everyone with an account in the pool: operators first, then staff, then patients and their families. */
export function personsOf(world: DirectorySource, seed: string): readonly Person[] {
  const staff = world.staff.map((one): Sketch => ({
    sub: one.sub,
    username: one.username,
    givenName: one.givenName,
    familyName: one.familyName,
    email: one.email,
    clinicId: one.clinicId,
    groups: one.groups,
    role: ROLE_WORDS[one.role],
    enabled: one.status !== 'disabled',
    status: 'CONFIRMED',
  }));
  const app = [
    ...world.patients.map((patient) => appUser(patient, 'Patient')),
    ...world.relatives.map((relative) => appUser(relative, 'Family member')),
  ];
  const operators = staff.filter(isOperator);
  const others = staff.filter((one) => !isOperator(one));
  return [...operators, ...awkwardOperators(seed), ...others, ...app].map((sketch) => complete(seed, sketch));
}
