import { z } from 'zod';
import {
  auditCursorSchema,
  auditEventSchema,
  auditFilterSchema,
  auditPageSchema,
  coverageSchema,
  termSchema,
  type AuditFilter,
} from '../domain/audit.ts';
import { deskSchema, sourceStatusSchema } from '../domain/desk.ts';
import { sessionStateSchema, signInStepSchema } from '../domain/session.ts';
import { JOB_CALLS } from './job-calls.ts';
import { SETUP_CALLS } from './setup-calls.ts';
import { call } from './spec.ts';

const nothing = z.strictObject({});
const done = z.strictObject({});
/** Cognito's limits: a user name of 1–128 characters, a password of up to 256 (InitiateAuth, AWS API reference). */
const username = z.string().trim().min(1).max(128);
const password = z.string().min(1).max(256);

const HOUR_MS = 3_600_000;

const searchRequest = z.strictObject({
  filter: auditFilterSchema,
  after: auditCursorSchema.optional(),
  limit: z.number().int().min(1).max(500).default(100),
});

/** Every call the page may make: request, response, permission, step-up and what is logged. Anything else is refused. */
export const CALLS = {
  'session.state': call({
    request: nothing,
    response: sessionStateSchema,
    access: 'anyone',
    stepUpMs: null,
    log: null, // says nothing that is not on the screen already
  }),
  'session.signIn': call({
    request: z.strictObject({ username, password }),
    response: signInStepSchema,
    access: 'anyone',
    stepUpMs: null,
    log: { timing: 'service', entry: () => ({ kind: 'sign-in', action: 'E' }) },
  }),
  'session.answerCode': call({
    request: z.strictObject({ challengeId: z.string().max(64), code: z.string().regex(/^\d{6}$/) }),
    response: signInStepSchema,
    access: 'anyone',
    stepUpMs: null,
    log: { timing: 'service', entry: () => ({ kind: 'sign-in', action: 'E' }) },
  }),
  'session.givePreviousPassword': call({
    request: z.strictObject({ password }),
    response: signInStepSchema,
    access: 'anyone',
    stepUpMs: null,
    log: { timing: 'service', entry: () => ({ kind: 'password-rewrap', action: 'U' }) },
  }),
  /** After a sign-in that the pool accepted: keeps the unreadable cache aside and begins a new one. */
  'session.setCacheAside': call({
    request: nothing,
    response: signInStepSchema,
    access: 'anyone',
    stepUpMs: null,
    log: { timing: 'service', entry: () => ({ kind: 'cache-set-aside', action: 'U' }) },
  }),
  /**
   * The way out of a desk that failed because its keychain was emptied or changed: keeps every stored trail aside, deletes
   * nothing, and starts with an empty one. Refused in any other state.
   */
  'session.setAllCachesAside': call({
    request: nothing,
    response: sessionStateSchema,
    access: 'anyone',
    stepUpMs: null,
    log: null, // there is no log that could be opened; each folder set aside keeps a note of when and why
  }),
  'session.unlock': call({
    request: z.strictObject({ password }),
    response: signInStepSchema,
    access: 'anyone',
    stepUpMs: null,
    log: { timing: 'service', entry: () => ({ kind: 'unlock', action: 'E' }) },
  }),
  'session.confirmPassword': call({
    request: z.strictObject({ password }),
    response: done,
    access: 'desk.view',
    stepUpMs: null,
    log: { timing: 'after', entry: () => ({ kind: 'step-up', action: 'E' }) },
  }),
  'session.lock': call({
    request: nothing,
    response: done,
    access: 'desk.view',
    stepUpMs: null,
    log: { timing: 'service', entry: () => ({ kind: 'lock', action: 'E' }) },
  }),
  'session.signOut': call({
    request: nothing,
    response: done,
    access: 'anyone',
    stepUpMs: null,
    log: { timing: 'service', entry: () => ({ kind: 'sign-out', action: 'E' }) },
  }),
  /** The operator's hand was on keyboard or mouse: puts the idle lock off. */
  'session.touch': call({
    request: nothing,
    response: done,
    access: 'desk.view',
    stepUpMs: null,
    log: null, // every few seconds of work
  }),
  'desk.view': call({
    request: nothing,
    response: deskSchema,
    access: 'desk.view',
    stepUpMs: null,
    log: null, // facts about this console, none about people
  }),
  'audit.source': call({
    request: nothing,
    response: sourceStatusSchema,
    access: 'audit.search',
    stepUpMs: null,
    log: null, // counts and times only
  }),
  'audit.refresh': call({
    request: nothing,
    response: done,
    access: 'audit.refresh',
    stepUpMs: null,
    log: null, // the console does the same by itself every few seconds
  }),
  'audit.coverage': call({
    request: nothing,
    response: coverageSchema,
    access: 'audit.search',
    stepUpMs: null,
    log: null, // counts and times only
  }),
  'audit.search': call({
    request: searchRequest,
    response: auditPageSchema,
    access: 'audit.search',
    stepUpMs: null,
    log: {
      timing: 'after',
      entry: ({ filter, after }) =>
        after === undefined && isQuestion(filter)
          ? { kind: 'audit-log-search', action: 'E', about: JSON.stringify(filter) }
          : null,
    },
  }),
  /** How many events match; `exact` is false where counting stopped at a limit. */
  'audit.count': call({
    request: z.strictObject({ filter: auditFilterSchema }),
    response: z.strictObject({ count: z.number().int().nonnegative(), exact: z.boolean() }),
    access: 'audit.search',
    stepUpMs: null,
    log: null, // goes with a search, which is logged
  }),
  /** Terms that begin with, or hold a word that begins with, what was typed; most frequent first. */
  'audit.suggest': call({
    request: z.strictObject({
      field: z.enum(['agent', 'patient', 'place']),
      text: z.string().max(100),
      limit: z.number().int().min(1).max(50).default(20),
    }),
    response: z.array(termSchema),
    access: 'audit.search',
    stepUpMs: null,
    log: null, // a keystroke on the way to a search, which is logged
  }),
  'audit.event': call({
    request: z.strictObject({ seq: z.number().int().positive() }),
    response: auditEventSchema,
    access: 'audit.view-event',
    stepUpMs: null,
    log: {
      timing: 'after',
      entry: ({ seq }) => ({ kind: 'audit-log-read', action: 'R', about: `event ${seq}` }),
    },
  }),
  /** The event's bytes, as UTF-8 text; `lossless` is false where the bytes are not valid UTF-8. */
  'audit.raw': call({
    request: z.strictObject({ seq: z.number().int().positive() }),
    response: z.strictObject({ text: z.string(), bytes: z.number().int(), lossless: z.boolean() }),
    access: 'audit.view-raw',
    stepUpMs: HOUR_MS,
    log: {
      timing: 'around',
      entry: ({ seq }) => ({ kind: 'audit-log-read', action: 'R', about: `raw event ${seq}` }),
    },
  }),
  /** The operator's own acts at this console, newest first. */
  'actions.list': call({
    request: z.strictObject({
      after: auditCursorSchema.optional(),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    response: auditPageSchema,
    access: 'actions.view-own',
    stepUpMs: null,
    log: null, // reading one's own log shows nothing new to anyone
  }),
  ...JOB_CALLS,
  ...SETUP_CALLS,
} as const;

/** Opening the desk shows the newest events without a question; only questions are logged as searches. */
function isQuestion(filter: AuditFilter): boolean {
  return Object.keys(filter).length > 0;
}

export type Calls = typeof CALLS;
export type CallName = keyof Calls;
export type RequestOf<Name extends CallName> = z.input<Calls[Name]['request']>;
export type ParsedRequestOf<Name extends CallName> = z.output<Calls[Name]['request']>;
export type ResponseOf<Name extends CallName> = z.output<Calls[Name]['response']>;

export function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(CALLS, name);
}
