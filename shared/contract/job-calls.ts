import { z } from 'zod';
import { auditFilterSchema } from '../domain/audit.ts';
import { fileOfferSchema, jobItemSchema, jobSchema } from '../domain/jobs.ts';
import { call } from './spec.ts';

const HOUR_MS = 3_600_000;
const jobId = z.uuid();
const byId = z.strictObject({ jobId });

/** Long work, and the two kinds of it that move audit events in and out of files. */
export const JOB_CALLS = {
  /** Newest first. */
  'jobs.list': call({
    request: z.strictObject({ limit: z.number().int().min(1).max(200).default(50) }),
    response: z.array(jobSchema),
    access: 'jobs.view',
    stepUpMs: null,
    log: null, // the operator's own work; each piece was logged when it began
  }),
  'jobs.view': call({
    request: byId,
    response: jobSchema,
    access: 'jobs.view',
    stepUpMs: null,
    log: null, // as above
  }),
  /** Lines of a job's result, in the order in which it met them. */
  'jobs.items': call({
    request: z.strictObject({
      jobId,
      verdict: z.enum(['refused', 'remarked']).optional(),
      /** The last number of the page before. */
      after: z.number().int().nonnegative().default(0),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    response: z.strictObject({ items: z.array(jobItemSchema), next: z.number().int().positive().nullable() }),
    access: 'jobs.view',
    stepUpMs: null,
    log: null, // names of files and positions in them
  }),
  'jobs.pause': call({
    request: byId,
    response: jobSchema,
    access: 'jobs.control',
    stepUpMs: null,
    log: {
      timing: 'around',
      entry: ({ jobId }) => ({ kind: 'job-control', action: 'U', about: `pause ${jobId}` }),
    },
  }),
  'jobs.resume': call({
    request: byId,
    response: jobSchema,
    access: 'jobs.control',
    stepUpMs: null,
    log: {
      timing: 'around',
      entry: ({ jobId }) => ({ kind: 'job-control', action: 'U', about: `resume ${jobId}` }),
    },
  }),
  /** What was done stays done. */
  'jobs.cancel': call({
    request: byId,
    response: jobSchema,
    access: 'jobs.control',
    stepUpMs: null,
    log: {
      timing: 'around',
      entry: ({ jobId }) => ({ kind: 'job-control', action: 'U', about: `cancel ${jobId}` }),
    },
  }),
  /** Shows the system's dialog; null where the person closed it. */
  'imports.choose': call({
    request: z.strictObject({ what: z.enum(['files', 'folder']) }),
    response: fileOfferSchema.nullable(),
    access: 'audit.import',
    stepUpMs: null,
    log: null, // choosing does nothing yet
  }),
  'imports.start': call({
    request: z.strictObject({ offerId: z.uuid() }),
    response: jobSchema,
    access: 'audit.import',
    stepUpMs: null,
    log: {
      timing: 'around',
      entry: ({ offerId }) => ({ kind: 'audit-import', action: 'C', about: `offer ${offerId}` }),
    },
  }),
  /** Shows the system's dialog for a folder to write into; null where the person closed it. */
  'exports.choose': call({
    request: z.strictObject({}),
    response: fileOfferSchema.nullable(),
    access: 'audit.export',
    stepUpMs: null,
    log: null, // choosing does nothing yet
  }),
  /** One file an event, of exactly the bytes that were received, named by their SHA-256. */
  'exports.start': call({
    request: z.strictObject({
      offerId: z.uuid(),
      selection: z.union([
        z.strictObject({ filter: auditFilterSchema }),
        /** What this import brought in or found there already. */
        z.strictObject({ importJobId: jobId }),
      ]),
    }),
    response: jobSchema,
    access: 'audit.export',
    stepUpMs: HOUR_MS,
    log: {
      timing: 'around',
      entry: ({ selection }) => ({ kind: 'audit-export', action: 'R', about: JSON.stringify(selection) }),
    },
  }),
} as const;
