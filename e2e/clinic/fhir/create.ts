import { z } from 'zod';
import { instantOfUs } from '../world/stamp.ts';
import type { WorldEvent } from '../world/types.ts';
import { FhirError } from './outcome.ts';

const Reference = z.looseObject({});

/** What R4 makes mandatory in an AuditEvent; all else passes as it is. */
const Posted = z.looseObject({
  resourceType: z.literal('AuditEvent'),
  meta: z.looseObject({}).optional(),
  type: z.looseObject({}),
  recorded: z.string(),
  agent: z.array(z.looseObject({ requestor: z.boolean() })).min(1),
  source: z.looseObject({ observer: Reference }),
  entity: z
    .array(
      z.looseObject({
        detail: z
          .array(z.looseObject({ type: z.string() }))
          .min(1)
          .optional(),
      }),
    )
    .min(1)
    .optional(),
});

/**
 * Reads a posted AuditEvent and answers how to write it with the server's id and meta. Client-given `id`,
 * `meta.versionId` and `meta.lastUpdated` are replaced (R4, "create"). Throws FhirError 400 if the body is no JSON,
 * 422 if it is no AuditEvent.
 */
export function readPosted(
  body: Buffer,
  id: string,
  clinicId: string,
): (lastUpdatedUs: number) => WorldEvent {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new FhirError(400, 'structure', 'The body is not JSON in UTF-8');
  }
  const result = Posted.safeParse(parsed);
  if (!result.success) {
    const where = result.error.issues.map((issue) => issue.path.join('.') || 'resource').join(', ');
    throw new FhirError(422, 'required', `Not a valid AuditEvent at: ${where}`);
  }
  const posted = result.data;
  const { versionId: _version, lastUpdated: _updated, ...meta } = posted.meta ?? {};
  return (lastUpdatedUs) => ({
    id,
    versionId: '1',
    lastUpdatedUs,
    clinicId,
    recorded: posted.recorded,
    json: JSON.stringify({
      ...posted,
      resourceType: 'AuditEvent',
      id,
      meta: { versionId: '1', lastUpdated: instantOfUs(lastUpdatedUs), ...meta },
    }),
  });
}
