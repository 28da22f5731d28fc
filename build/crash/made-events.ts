import type { IncomingEvent } from '../../electron/engine/audit/projection.ts';
import { ANCHOR_MS, projection } from '../../electron/engine/store/testing/samples.ts';
import { createSecretKey } from 'node:crypto';

/** Keys of databases and of days where the operation is not about keys; they protect made events only. */
export const DATABASE_KEY = Buffer.alloc(32, 7);
const dayKey = createSecretKey(Buffer.alloc(32, 9));
/** As DirectStore has it. */
export const dayKeyOf = (): typeof dayKey => dayKey;

const DAY_MS = 86_400_000;
export const LATER_MS = ANCHOR_MS + 400 * DAY_MS;

/** Events of the audit server, spread over some days; the same for the same number. */
export function madeEvent(
  number: number,
  days: number,
  origin: IncomingEvent['origin'] = 'fhir',
): IncomingEvent {
  const recordedMs = ANCHOR_MS + (number % days) * DAY_MS + number;
  const agents = [{ key: `urn:staff|s${number % 40}`, label: `Ada Adams ${number % 40}` }];
  const patients = [{ key: `Patient/p${number % 300}`, label: `Paul Peters ${number % 300}` }];
  const note = `${number} `.repeat(60);
  return {
    origin,
    resourceId: `${origin}-${number}`,
    versionId: origin === 'console' ? null : '1',
    alias: null,
    raw: Buffer.from(JSON.stringify({ ...projection({ recordedMs, agents, patients }), note })),
  };
}
