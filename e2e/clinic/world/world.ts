import { plantAttacks } from './attacks.ts';
import { createCast, isWeekend, localDay, localMidnightMs, shiftOn } from './cast.ts';
import type { Cast } from './cast.ts';
import type { EventDraft } from './draft.ts';
import { machineDrafts, shiftDrafts } from './duty.ts';
import { familyVisit, patientVisit } from './family.ts';
import { buildPatients, buildRelatives } from './patients.ts';
import { CLINICS, OUTSIDE_NETWORKS } from './places.ts';
import { createPrng } from './prng.ts';
import type { Prng } from './prng.ts';
import { stampEvent } from './stamp.ts';
import { buildStaff } from './staff.ts';
import type { Attack, AttackKind, Clinic, Device, World, WorldEvent } from './types.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** How far back the history goes. */
export const HISTORY_DAYS = 90;

/** App visits of patients and relatives per day, over all clinics. */
const PATIENT_VISITS = 50;
const FAMILY_VISITS = 28;

/** The machine that a clinic's services run on. */
export function serverOf(clinic: Clinic): Device {
  const number = String(CLINICS.indexOf(clinic) + 1).padStart(12, '0');
  return {
    id: `00000000-0000-4000-9000-${number}`,
    kind: 'server',
    label: `SRV-${clinic.id}`,
    userAgent: 'MedMinder-Worker/3.9',
    address: `${clinic.internalPrefix}.0.5`,
  };
}

/** Medicines are taken mornings and evenings, so the app is opened then. */
function drawVisitHour(prng: Prng): number {
  const lot = prng.unit();
  if (lot < 0.4) return 6.5 + prng.unit() * 3;
  if (lot < 0.8) return 17.5 + prng.unit() * 5;
  return prng.unit() * 24;
}

function dayDrafts(prng: Prng, cast: Cast, anchorMs: number, daysBack: number): EventDraft[] {
  const drafts: EventDraft[] = [];
  for (const clinic of cast.clinics) {
    drafts.push(...machineDrafts(prng, clinic, localDay(clinic, anchorMs) - daysBack, serverOf(clinic)));
  }
  for (const staff of cast.staff) {
    const day = localDay(cast.clinicOf(staff.clinicId), anchorMs) - daysBack;
    const shift = shiftOn(staff, day);
    if (shift !== undefined) drafts.push(...shiftDrafts(prng, cast, staff, day, shift));
  }
  const clinic = cast.clinicOf(undefined);
  const day = localDay(clinic, anchorMs) - daysBack;
  const midnight = localMidnightMs(clinic, day);
  const extra = isWeekend(day) ? 1.15 : 1;
  for (let i = 0; i < PATIENT_VISITS * extra; i += 1)
    drafts.push(...patientVisit(prng, cast, midnight + drawVisitHour(prng) * HOUR_MS));
  for (let i = 0; i < FAMILY_VISITS * extra; i += 1)
    drafts.push(...familyVisit(prng, cast, midnight + drawVisitHour(prng) * HOUR_MS));
  return drafts;
}

interface Arrival {
  readonly draft: EventDraft;
  readonly arrivalMs: number;
  readonly id: string;
  readonly versionId: string;
}

/** Gives every draft its id and arrival; about one in 1,500 is corrected hours later by a second version. */
function arrivals(prng: Prng, drafts: readonly EventDraft[], anchorMs: number): Arrival[] {
  const list: Arrival[] = [];
  for (const draft of drafts) {
    const arrivalMs = draft.atMs + draft.lagMs;
    const id = prng.uuid();
    if (arrivalMs >= anchorMs) continue;
    list.push({ draft, arrivalMs, id, versionId: '1' });
    const correctedMs = arrivalMs + HOUR_MS * (1 + (draft.salt % 6));
    if (
      draft.salt % 1500 === 7 &&
      draft.outcomeDesc === undefined &&
      draft.attack === undefined &&
      correctedMs < anchorMs
    ) {
      const corrected = { ...draft, outcomeDesc: 'Confirmed by the source system' };
      list.push({ draft: corrected, arrivalMs: correctedMs, id, versionId: '2' });
    }
  }
  return list.sort((a, b) => a.arrivalMs - b.arrivalMs || (a.id < b.id ? -1 : 1));
}

/**
 * Builds the demo clinic's people and its 90 days of history up to `anchorMs` (ms since the epoch). Equal arguments
 * give equal worlds, byte for byte. The people depend on the seed alone, so a pool may be built for any anchor.
 */
export function buildWorld(seed: string, anchorMs: number): World {
  const root = createPrng(seed);
  const staff = buildStaff(root.fork('staff'));
  const patients = buildPatients(root.fork('patients'), staff);
  const relatives = buildRelatives(root.fork('relatives'), patients);
  const cast = createCast(CLINICS, staff, patients, relatives);

  const attacks = plantAttacks(root.fork('attacks'), cast, anchorMs);
  const drafts: EventDraft[] = attacks.flatMap((attack) => attack.drafts);
  const life = root.fork('life');
  // One local day more on either side: a day of another time zone and a night shift reach over the edge.
  for (let daysBack = HISTORY_DAYS + 1; daysBack >= -1; daysBack -= 1) {
    for (const draft of dayDrafts(life, cast, anchorMs, daysBack)) {
      if (draft.atMs >= anchorMs - HISTORY_DAYS * DAY_MS && draft.atMs < anchorMs) drafts.push(draft);
    }
  }

  const eventIds = new Map<AttackKind, string[]>(attacks.map((attack) => [attack.key.kind, []]));
  const arrivalPrng = root.fork('arrivals');
  let lastUpdatedUs = 0;
  const events: WorldEvent[] = [];
  for (const { draft, arrivalMs, id, versionId } of arrivals(arrivalPrng, drafts, anchorMs)) {
    // Two in a hundred share their predecessor's instant: they came in one transaction.
    const together = arrivalPrng.chance(0.02) && arrivalMs * 1000 - lastUpdatedUs < 60_000_000;
    if (!together) lastUpdatedUs = Math.max(lastUpdatedUs, arrivalMs * 1000 + arrivalPrng.int(0, 999));
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
