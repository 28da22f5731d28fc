import type { TestDesk } from '../../../../e2e/clinic/testing.ts';

/** Somebody of the demo clinic, with the code that holds now. */
export interface Person {
  readonly username: string;
  readonly password: string;
  readonly code: () => Promise<string>;
}

/** Somebody of a group, whose code is not spent if there is one: the clinic's clock must stay near ours. */
export async function personOf(clinic: TestDesk, group: string): Promise<Person> {
  const answer = await fetch(`${clinic.clinic.urls.persons}.json`);
  const { persons } = (await answer.json()) as {
    persons: {
      username: string;
      password: string;
      groups: string[];
      enabled: boolean;
      mfa: { spent: boolean } | null;
    }[];
  };
  const able = persons.filter((row) => row.groups.includes(group) && row.enabled && row.mfa !== null);
  const found = able.find((row) => row.mfa?.spent === false) ?? able[0];
  if (found === undefined) throw new Error(`nobody in ${group}`);
  return {
    ...found,
    code: async () => {
      if ((await clinic.person(found.username)).mfa?.spent === true) clinic.clock.advance(30_000);
      return (await clinic.person(found.username)).mfa?.code ?? '';
    },
  };
}
