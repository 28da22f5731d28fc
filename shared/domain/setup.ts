import { z } from 'zod';
import { errorValueSchema } from './session.ts';
import { settingsSchema } from './settings.ts';

/** A set of connections kept on this machine: one pool with its audit server. */
export const profileSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  settings: settingsSchema,
  /** Its file was placed by the IT department and may not be changed here. */
  managed: z.boolean(),
  active: z.boolean(),
});
export type Profile = z.infer<typeof profileSchema>;

/** What is tested of a set of connections, in this order: each step needs the one before. */
export const TEST_STEPS = [
  'region',
  'pool',
  'client',
  'identity-pool',
  'roles',
  'audit-server',
  'audit-search',
] as const;
export type TestStep = (typeof TEST_STEPS)[number];

/** What a step of the test can find. Stable; the page has words for each (renderer/setup/words.ts). */
export const TEST_CODES = [
  // any step
  'test/fields-missing', // `fields`: what the step needs is not filled in, or not in its form
  'test/earlier-step', // skipped: what it needs was not found
  'test/not-set', // skipped: the field is optional and empty
  'test/name-not-found', // the host's name does not resolve
  'test/unreachable', // refused, reset, no route
  'test/timed-out',
  'test/certificate', // not trusted by this computer, or for another name
  'test/redirected', // to another address: not followed
  'test/throttled',
  'test/unexpected-answer', // `status`
  // region
  'test/region-answers',
  'test/clock-differs', // `minutes`: this computer's clock is off by more than Cognito allows
  'test/region-unknown',
  // pool
  'test/pool-found',
  'test/pool-not-found',
  'test/pool-other-region',
  'test/pool-keys-unusable',
  // client
  'test/client-found',
  'test/client-not-found',
  'test/client-has-secret',
  'test/client-without-srp',
  'test/client-reveals-names',
  // identity pool
  'test/identity-pool-found',
  'test/identity-pool-not-found',
  'test/identity-pool-open', // gives credentials to people who have not signed in
  // roles: the groups cannot be listed by someone who has not signed in
  'test/roles-distinct', // `skipped`, for whether they exist cannot be tested here
  'test/roles-share-group',
  // audit server
  'test/audit-server-found', // `software`, `fhirVersion`
  'test/capabilities-guarded', // the server states its capabilities only after a sign-in
  'test/not-fhir',
  'test/fhir-other-version', // `fhirVersion`
  'test/no-audit-events',
  'test/search-limited', // `missing`: parameters of the search that the server does not offer
  // audit search
  'test/search-guarded', // asks for a sign-in, as it should
  'test/search-open', // answers anybody
  'test/search-fails', // `status`
] as const;
export type TestCode = (typeof TEST_CODES)[number];

/** How a step went. `detail` holds counts, names of parameters, HTTP statuses: never a secret. */
export const testResultSchema = z.strictObject({
  step: z.enum(TEST_STEPS),
  /** `warning`: the console works, with less. `skipped`: not set, cannot be seen, or an earlier step stands in the way. */
  outcome: z.enum(['passed', 'warning', 'failed', 'skipped']),
  code: z.enum(TEST_CODES),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  ms: z.number().int().nonnegative(),
});
export type TestResult = z.infer<typeof testResultSchema>;

/** What the set-up page shows. */
export const setupSchema = z.strictObject({
  profiles: z.array(profileSchema),
  /** The demo clinic's settings where one runs beside the console (`npm start`); null in every package. */
  demo: settingsSchema.nullable(),
  /** Fields of the settings that a policy file fixes, with their values; the policy wins over every profile. */
  policy: z.strictObject({
    fixed: z.record(z.string(), z.unknown()),
    /** False where the policy allows only the profiles that it names. */
    mayAddProfiles: z.boolean(),
    error: errorValueSchema.nullable(),
  }),
  /** Where the settings were given on the command line, nothing can be changed here. */
  fixedByCommandLine: z.boolean(),
});
export type Setup = z.infer<typeof setupSchema>;
