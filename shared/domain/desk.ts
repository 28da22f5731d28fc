import { z } from 'zod';
import { errorValueSchema } from './session.ts';

const isoTime = z.iso.datetime();

/** How the audit server is being followed. `loading` has history still to fetch; `live` is caught up. */
export const sourceStatusSchema = z.strictObject({
  state: z.enum(['idle', 'loading', 'live', 'waiting']),
  /** Events stored by this run of the source. */
  stored: z.number().int().nonnegative(),
  /** The server's own estimate of what there is to fetch, where it gave one. */
  expected: z.number().int().nonnegative().nullable(),
  lastContactAt: isoTime.nullable(),
  /** When `waiting` will try again. */
  nextAttemptAt: isoTime.nullable(),
  error: errorValueSchema.nullable(),
  /** Things that the server cannot do and the console works around, in words for a person. */
  notes: z.array(z.string()),
});
export type SourceStatus = z.infer<typeof sourceStatusSchema>;

export const keychainStatusSchema = z.strictObject({
  backend: z.enum([
    'libsecret',
    'macos-keychain',
    'windows-credential-manager',
    'private-keyring-unprotected',
  ]),
  /** False where the backend protects nothing (a private keyring on a machine without a secret service). */
  protective: z.boolean(),
});
export type KeychainStatus = z.infer<typeof keychainStatusSchema>;

/** How this desk is set up and protected; every role may see it. */
export const deskSchema = z.strictObject({
  label: z.string(),
  demo: z.boolean(),
  /** The demo clinic's page of persons; null or absent for a real pool. */
  personsUrl: z.string().nullable().optional(),
  appVersion: z.string(),
  userPoolId: z.string(),
  fhirBaseUrl: z.string(),
  keychain: keychainStatusSchema,
  vault: z.strictObject({
    kekGeneration: z.number().int().positive(),
    kekRenewedAt: isoTime,
    kekRenewalDueAt: isoTime,
    cipher: z.string(),
    eventDays: z.number().int().nonnegative(),
  }),
  outbox: z.strictObject({
    waiting: z.number().int().nonnegative(),
    /** Own events that the audit server refused for good; absent means none. */
    refused: z.number().int().nonnegative().optional(),
    lastSentAt: isoTime.nullable(),
  }),
});
export type Desk = z.infer<typeof deskSchema>;
