import { plantAttacks } from './attacks.ts';
import { createCast } from './cast.ts';
import { arrivals } from './history.ts';
import { buildPatients, buildRelatives } from './patients.ts';
import { CLINICS, OUTSIDE_NETWORKS } from './places.ts';
import { createPrng } from './prng.ts';
import { stampEvent } from './stamp.ts';
import { buildStaff } from './staff.ts';
import type { Attack, AttackKind, World, WorldEvent } from './types.ts';

/**
 * Builds the demo clinic's people and its 90 days of history up to `anchorMs` (ms since the epoch). Equal arguments
 * give equal worlds, byte for byte. The people depend on the seed alone; and what two anchors both look back on, they
 * tell alike, the attacks included for as long as both lie in the same four weeks (attacks.ts).
 */
export function buildWorld(seed: string, anchorMs: number): World {
  const root = createPrng(seed);
  const staff = buildStaff(root.fork('staff'));
  const patients = buildPatients(root.fork('patients'), staff);
  const relatives = buildRelatives(root.fork('relatives'), patients);
  const cast = createCast(CLINICS, staff, patients, relatives);
  const attacks = plantAttacks(root.fork('attacks'), cast, anchorMs);

  const eventIds = new Map<AttackKind, string[]>(attacks.map((attack) => [attack.key.kind, []]));
  const events: WorldEvent[] = [];
  for (const { draft, id, versionId, lastUpdatedUs } of arrivals(
    root.fork('history'),
    cast,
    attacks,
    anchorMs,
  )) {
    events.push(stampEvent(draft, id, versionId, lastUpdatedUs));
    if (draft.attack !== undefined) eventIds.get(draft.attack)?.push(id);
  }
  return {
    seed,
    anchorMs,
    clinics: CLINICS,
    outsideNetworks: OUTSIDE_NETWORKS,
    staff,
    patients,
    relatives,
    events,
    attacks: attacks.map(({ key }): Attack => Object.assign({ eventIds: eventIds.get(key.kind) ?? [] }, key)),
  };
}
