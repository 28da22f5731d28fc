import { z } from 'zod';
import { sourceStatusSchema } from '../domain/desk.ts';
import { fileOfferSchema } from '../domain/jobs.ts';
import { sessionStateSchema } from '../domain/session.ts';
import { push } from './spec.ts';

/** Every message that the engine may push to the page. */
export const PUSHES = {
  'session.changed': push({ payload: sessionStateSchema, access: 'anyone' }),
  'audit.source': push({ payload: sourceStatusSchema, access: 'audit.search' }),
  /** New events are in the store. Says how many, never which: the page asks again with its own filter. */
  'audit.arrived': push({
    payload: z.strictObject({ count: z.number().int().positive(), newestSeq: z.number().int().positive() }),
    access: 'audit.search',
  }),
  /** A job began, went on or ended: the page asks again. At most four a second. */
  'jobs.changed': push({ payload: z.strictObject({ jobId: z.uuid() }), access: 'jobs.view' }),
  /** A person dropped files or a folder on the window. */
  'imports.offered': push({ payload: fileOfferSchema, access: 'audit.import' }),
  /** The process with the data died and is being started again, or is back. Sent by the main process. */
  'engine.state': push({
    payload: z.strictObject({ state: z.enum(['starting', 'running', 'restarting', 'stopped']) }),
    access: 'anyone',
  }),
} as const;

export type Pushes = typeof PUSHES;
export type PushName = keyof Pushes;
export type PayloadOf<Name extends PushName> = z.output<Pushes[Name]['payload']>;

export function isPushName(name: unknown): name is PushName {
  return typeof name === 'string' && Object.hasOwn(PUSHES, name);
}
