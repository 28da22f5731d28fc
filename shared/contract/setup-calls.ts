import { z } from 'zod';
import { sessionStateSchema } from '../domain/session.ts';
import { settingsSchema } from '../domain/settings.ts';
import { profileSchema, setupSchema, TEST_STEPS, testResultSchema } from '../domain/setup.ts';
import { call } from './spec.ts';

const profileId = profileSchema.shape.id;
/** A form half filled in: each step of the test says which fields it needs. */
const draft = z.record(z.string().max(40), z.unknown());

/**
 * First run and settings. Open to whoever is at the machine, but only while nobody is signed in: who can write the profile
 * folder can do the same without the console, and no secret is among it (docs/threat-model.md). Changes are written to the
 * action log of the next person who signs in.
 */
export const SETUP_CALLS = {
  'setup.view': call({
    request: z.strictObject({}),
    response: setupSchema,
    access: 'anyone',
    stepUpMs: null,
    log: null, // shows addresses, no secret
  }),
  /** Runs one step against the connections of a draft. */
  'setup.test': call({
    request: z.strictObject({ draft, step: z.enum(TEST_STEPS) }),
    response: testResultSchema,
    access: 'anyone',
    stepUpMs: null,
    log: null, // changes nothing
  }),
  /** Keeps a set of connections; without an id as a new one. */
  'setup.save': call({
    request: z.strictObject({ profileId: profileId.optional(), settings: settingsSchema }),
    response: profileSchema,
    access: 'anyone',
    stepUpMs: null,
    log: { timing: 'service', entry: () => ({ kind: 'settings-change', action: 'U' }) },
  }),
  /** Starts this console anew on a set of connections. */
  'setup.use': call({
    request: z.strictObject({ profileId }),
    response: sessionStateSchema,
    access: 'anyone',
    stepUpMs: null,
    log: { timing: 'service', entry: () => ({ kind: 'settings-change', action: 'U' }) },
  }),
  /** Forgets a set of connections. The encrypted trails that were read through it stay. */
  'setup.remove': call({
    request: z.strictObject({ profileId }),
    response: setupSchema,
    access: 'anyone',
    stepUpMs: null,
    log: { timing: 'service', entry: () => ({ kind: 'settings-change', action: 'D' }) },
  }),
  /** Shows the system's dialog for a settings file that an IT department prepared; null where the person closed it. */
  'setup.chooseFile': call({
    request: z.strictObject({}),
    response: z
      .strictObject({
        name: z.string().max(255),
        draft,
        /** Fields at fault. */
        faults: z.array(z.string()),
      })
      .nullable(),
    access: 'anyone',
    stepUpMs: null,
    log: null, // reads one file that a person picked; nothing is kept yet
  }),
} as const;
