import type { Person } from '../persons.ts';

/** `AttributeType` of the service model. */
export interface Attribute {
  readonly Name: string;
  readonly Value: string;
}

/** A person's attributes as GetUser and ListUsers give them: values are strings, booleans too. */
export function attributesOf(person: Person): readonly Attribute[] {
  return [
    { Name: 'sub', Value: person.sub },
    { Name: 'email', Value: person.email },
    { Name: 'email_verified', Value: 'true' },
    { Name: 'given_name', Value: person.givenName },
    { Name: 'family_name', Value: person.familyName },
    ...(person.clinicId === undefined ? [] : [{ Name: 'custom:clinic', Value: person.clinicId }]),
  ];
}

/** The MFA members of GetUser and AdminGetUser. */
export function mfaOf(person: Person): {
  readonly PreferredMfaSetting?: string;
  readonly UserMFASettingList?: readonly string[];
} {
  if (person.totpSecret === undefined) return {};
  return { PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA', UserMFASettingList: ['SOFTWARE_TOKEN_MFA'] };
}
