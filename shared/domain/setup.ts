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

/** How a step went. `detail` holds counts, names of parameters, HTTP statuses: never a secret. */
export const testResultSchema = z.strictObject({
  step: z.enum(TEST_STEPS),
  /** `warning`: the console works, with less. `skipped`: not set, or an earlier step stands in the way. */
  outcome: z.enum(['passed', 'warning', 'failed', 'skipped']),
  /** Stable; the page chooses the words. */
  code: z.string().regex(/^test\/[a-z0-9-]+$/),
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
