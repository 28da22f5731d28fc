import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Person } from '../persons.ts';
import { ServiceError } from '../service-error.ts';
import { compileFilter } from './user-filter.ts';
import type { Account } from './users.ts';

function accountOf(changes: Partial<Person>): Account {
  const person: Person = {
    sub: '1',
    username: 'u',
    password: 'p',
    totpSecret: undefined,
    givenName: 'G',
    familyName: 'F',
    email: 'u@x.example',
    clinicId: undefined,
    groups: [],
    role: 'Nurse',
    enabled: true,
    status: 'CONFIRMED',
    ...changes,
  };
  return { person, enabled: person.enabled };
}

const quoted = (text: string): string => `"${text.replaceAll(/[\\"]/g, String.raw`\$&`)}"`;

describe('the filter of ListUsers', () => {
  it('finds a name whatever is in it, whole or by its beginning', () => {
    const names = fc
      .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
      .filter((name) => !/[\n\r\u2028\u2029]/.test(name));
    fc.assert(
      fc.property(names, (familyName) => {
        const whole = compileFilter(`family_name = ${quoted(familyName)}`);
        const beginning = compileFilter(`family_name ^= ${quoted(familyName)}`);
        const longer = accountOf({ familyName: `${familyName}-x` });
        expect([whole, beginning].map((filter) => filter(accountOf({ familyName })))).toEqual([true, true]);
        expect([whole, beginning].map((filter) => filter(longer))).toEqual([false, true]);
      }),
    );
  });

  it('is compiled, or refused with a typed error, whatever the text', () => {
    const outcome = (text: string): string => {
      try {
        return typeof compileFilter(text);
      } catch (error) {
        return error instanceof ServiceError ? error.type : 'another error';
      }
    };
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(['function', 'InvalidParameterException']).toContain(outcome(text));
      }),
    );
  });
});
