import { z } from 'zod';
import { ERROR_CODES } from '../errors.ts';
import { PERMISSIONS, ROLES, type Permission } from '../permissions.ts';

const isoTime = z.iso.datetime();

export const errorValueSchema = z.strictObject({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

/** Who sits at this desk, as the verified tokens say. */
export const operatorSchema = z.strictObject({
  username: z.string(),
  displayName: z.string(),
  roles: z.array(z.enum(ROLES)).min(1),
  /** The clinic an administrator is bound to; null for roles that span clinics. */
  clinic: z.string().nullable(),
  permissions: z.array(z.enum(Object.keys(PERMISSIONS) as [Permission, ...Permission[]])),
});
export type Operator = z.infer<typeof operatorSchema>;

export const lockReasonSchema = z.enum(['idle', 'time-limit', 'operator', 'system', 'restart']);
export type LockReason = z.infer<typeof lockReasonSchema>;

/** What may be said of this desk before anybody is known: its name and, on the demo clinic, where its persons are shown. */
export const deskHintSchema = z.strictObject({
  label: z.string(),
  demo: z.boolean(),
  personsUrl: z.string().nullable(),
});
export type DeskHint = z.infer<typeof deskHintSchema>;

/**
 * Where the desk stands. `locked` has an operator who can come back with the password alone; `signed-out` has none;
 * `failed` means that the desk cannot serve anybody until the cause is mended.
 */
export const sessionStateSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('starting') }),
  z.strictObject({
    kind: z.literal('signed-out'),
    reason: errorValueSchema.optional(),
    desk: deskHintSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('locked'),
    username: z.string(),
    displayName: z.string(),
    reason: lockReasonSchema,
    offlineUntil: isoTime.nullable(),
    desk: deskHintSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('signed-in'),
    operator: operatorSchema,
    connection: z.enum(['online', 'offline']),
    /** Until when this desk opens without the pool; moves on with every contact. */
    offlineUntil: isoTime,
    signedInAt: isoTime,
    idleLockMs: z.number().int().positive(),
  }),
  z.strictObject({ kind: z.literal('failed'), error: errorValueSchema }),
  /** No connections are set up yet, or those that are cannot be read: the guided first run. */
  z.strictObject({ kind: z.literal('setup'), reason: errorValueSchema.nullable() }),
]);
export type SessionState = z.infer<typeof sessionStateSchema>;

/** What a sign-in step leads to. A challenge lives for three minutes, as in the pool. */
export const signInStepSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('signed-in') }),
  z.strictObject({
    kind: z.literal('code-required'),
    challengeId: z.string(),
    method: z.enum(['totp']),
    expiresAt: isoTime,
  }),
  /** The pool accepted the password, the cache was sealed with an earlier one: give that, or set the cache aside. */
  z.strictObject({ kind: z.literal('previous-password-required') }),
]);
export type SignInStep = z.infer<typeof signInStepSchema>;
