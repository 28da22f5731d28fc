import { z } from 'zod';
import { ACTIONS, OUTCOMES } from './audit-codes.ts';

export { ACTIONS, OUTCOMES, type AuditAction, type AuditOutcome } from './audit-codes.ts';

/** Where an event came from: the audit server, this console's own action log, or a file that an officer brought in. */
export const ORIGINS = ['fhir', 'console', 'file'] as const;
export type AuditOrigin = (typeof ORIGINS)[number];

export const actionSchema = z.enum(ACTIONS);
export const outcomeSchema = z.enum(OUTCOMES);
export const originSchema = z.enum(ORIGINS);

const isoTime = z.iso.datetime();

/** A term of a local dictionary: `id` is what a filter names, `label` what a person reads. */
export const termSchema = z.strictObject({ id: z.number().int().positive(), label: z.string() });
export type Term = z.infer<typeof termSchema>;

/** One line of the trail: only what a table shows. `seq` is the local, gapless number in order of arrival. */
export const auditRowSchema = z.strictObject({
  seq: z.number().int().positive(),
  origin: originSchema,
  /** AuditEvent.recorded; where it is missing or not a time, the time of receipt, and `recordedMissing` says so. */
  recordedAt: isoTime,
  recordedMissing: z.boolean(),
  action: actionSchema.nullable(),
  outcome: outcomeSchema.nullable(),
  /** AuditEvent.type in words, e.g. "User authentication". */
  type: z.string(),
  /** The most telling subtype in words, e.g. "Login"; null without one. */
  subtype: z.string().nullable(),
  /** Who did it: the requesting agent, else the first one. */
  agent: termSchema.nullable(),
  otherAgents: z.number().int().nonnegative(),
  patient: termSchema.nullable(),
  otherPatients: z.number().int().nonnegative(),
  /** What it was done to, in a few words; null where only the patient is named. */
  entity: z.string().nullable(),
  /** Where: the source's site, else the requesting agent's network address or location. */
  place: termSchema.nullable(),
  /** Purpose-of-use codes, e.g. TREAT, BTG. */
  purposes: z.array(z.string()),
  /** Elements of the event that the console could not map; they are in the raw form. */
  unmapped: z.number().int().nonnegative(),
});
export type AuditRow = z.infer<typeof auditRowSchema>;

/** All given conditions hold together; values within one list are alternatives. Times: [from, to). */
export const auditFilterSchema = z.strictObject({
  from: isoTime.optional(),
  to: isoTime.optional(),
  agentIds: z.array(z.number().int().positive()).min(1).max(50).optional(),
  patientIds: z.array(z.number().int().positive()).min(1).max(50).optional(),
  placeIds: z.array(z.number().int().positive()).min(1).max(50).optional(),
  actions: z.array(actionSchema).min(1).optional(),
  outcomes: z.array(outcomeSchema).min(1).optional(),
  /** Words that must all occur in the event's searchable text; the last one as a prefix. */
  text: z.string().trim().min(1).max(200).optional(),
  /** Only events with elements that could not be mapped. */
  unmappedOnly: z.literal(true).optional(),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

/** Where the next page begins: strictly before this event in (recordedAt, seq) order. */
export const auditCursorSchema = z.strictObject({
  recordedMs: z.number().int(),
  seq: z.number().int().positive(),
});
export type AuditCursor = z.infer<typeof auditCursorSchema>;

export const auditPageSchema = z.strictObject({
  rows: z.array(auditRowSchema),
  next: auditCursorSchema.nullable(),
});
export type AuditPage = z.infer<typeof auditPageSchema>;

/** An element of an event, put in words. `path` is its FHIR path, e.g. AuditEvent.agent[0].network.address. */
export const explainedItemSchema = z.strictObject({
  label: z.string(),
  value: z.string(),
  path: z.string(),
});
export const explainedEventSchema = z.strictObject({
  /** One sentence: who did what to what, for what purpose, with what outcome. */
  sentence: z.string(),
  groups: z.array(z.strictObject({ title: z.string(), items: z.array(explainedItemSchema) })),
  /** FHIR paths of what could not be mapped. */
  unmapped: z.array(z.string()),
});
export type ExplainedItem = z.infer<typeof explainedItemSchema>;
export type ExplainedEvent = z.infer<typeof explainedEventSchema>;

export const auditEventSchema = z.strictObject({
  row: auditRowSchema,
  explained: explainedEventSchema,
  receivedAt: isoTime,
  resourceId: z.string().nullable(),
  versionId: z.string().nullable(),
  /** Lower-case hex of the RFC 6962 leaf hash, SHA-256(0x00 ‖ raw bytes). */
  leafHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** True once the raw bytes stand in a sealed block; false while they wait in the tail. */
  sealed: z.boolean(),
});
export type AuditEventView = z.infer<typeof auditEventSchema>;

/** What the cache holds, for the header of the desk. */
export const coverageSchema = z.strictObject({
  events: z.number().int().nonnegative(),
  oldestRecordedAt: isoTime.nullable(),
  newestRecordedAt: isoTime.nullable(),
  eventsWithUnmapped: z.number().int().nonnegative(),
});
export type Coverage = z.infer<typeof coverageSchema>;
