import type { AttackPlan } from './attacks.ts';
import type { Cast } from './cast.ts';
import { isWeekend, localDay, localMidnightMs, shiftOn } from './cast.ts';
import type { EventDraft } from './draft.ts';
import { machineDrafts, shiftDrafts } from './duty.ts';
import { familyVisit, patientVisit } from './family.ts';
import type { Prng } from './prng.ts';
import type { Clinic, Device } from './types.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** How far back the history goes. */
export const HISTORY_DAYS = 90;

/** Days that are lived through before the window, for what arrives late or at its predecessor's instant. */
const RUN_UP_DAYS = 8;

/** App visits of patients and relatives per day, over all clinics. */
const PATIENT_VISITS = 50;
const FAMILY_VISITS = 28;

/** An event on its way: what, when it reaches the server, as which version. */
export interface Arrival {
  readonly draft: EventDraft;
  readonly id: string;
  readonly versionId: string;
  readonly arrivalMs: number;
}

/** The machine that a clinic's services run on. */
function serverOf(cast: Cast, clinic: Clinic): Device {
  const number = String(cast.clinics.indexOf(clinic) + 1).padStart(12, '0');
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

function clinicDay(prng: Prng, cast: Cast, clinic: Clinic, day: number): EventDraft[] {
  const drafts = machineDrafts(prng, clinic, day, serverOf(cast, clinic));
  for (const staff of cast.staff) {
    const shift = cast.clinicOf(staff.clinicId) === clinic ? shiftOn(staff, day) : undefined;
    if (shift !== undefined) drafts.push(...shiftDrafts(prng, cast, staff, day, shift));
  }
  return drafts;
}

function familyDay(prng: Prng, cast: Cast, day: number): EventDraft[] {
  const midnight = localMidnightMs(cast.clinicOf(undefined), day);
  const extra = isWeekend(day) ? 1.15 : 1;
  const drafts: EventDraft[] = [];
  for (let i = 0; i < PATIENT_VISITS * extra; i += 1) {
    drafts.push(...patientVisit(prng, cast, midnight + drawVisitHour(prng) * HOUR_MS));
  }
  for (let i = 0; i < FAMILY_VISITS * extra; i += 1) {
    drafts.push(...familyVisit(prng, cast, midnight + drawVisitHour(prng) * HOUR_MS));
  }
  return drafts;
}

/** Gives drafts their ids and arrivals; about one in 1,500 is corrected hours later by a second version. */
function send(prng: Prng, drafts: readonly EventDraft[]): Arrival[] {
  const list: Arrival[] = [];
  for (const draft of drafts) {
    const id = prng.uuid();
    const arrivalMs = draft.atMs + draft.lagMs;
    list.push({ draft, id, versionId: '1', arrivalMs });
    if (draft.salt % 1500 === 7 && draft.outcomeDesc === undefined && draft.attack === undefined) {
      const corrected = { ...draft, outcomeDesc: 'Confirmed by the source system' };
      list.push({
        draft: corrected,
        id,
        versionId: '2',
        arrivalMs: arrivalMs + HOUR_MS * (1 + (draft.salt % 6)),
      });
    }
  }
  return list;
}

/**
 * All that reaches the server before the anchor, in order, with each arrival's µs. A day is drawn from its own seed, so
 * a clinic that is started again tomorrow tells the same of yesterday: same ids, same bytes.
 */
export function* arrivals(
  root: Prng,
  cast: Cast,
  attacks: readonly AttackPlan[],
  anchorMs: number,
): Generator<Arrival & { readonly lastUpdatedUs: number }> {
  const list: Arrival[] = [];
  for (const { key, drafts } of attacks)
    list.push(...send(root.fork(`attack/${key.kind}/${String(key.startMs)}`), drafts));
  // One day ahead: the anchor's day may have begun in one clinic and not yet in another.
  for (let back = HISTORY_DAYS + RUN_UP_DAYS; back >= -1; back -= 1) {
    for (const clinic of cast.clinics) {
      const day = localDay(clinic, anchorMs) - back;
      const prng = root.fork(`${clinic.id}/${String(day)}`);
      list.push(...send(prng, clinicDay(prng, cast, clinic, day)));
    }
    const day = localDay(cast.clinicOf(undefined), anchorMs) - back;
    const prng = root.fork(`family/${String(day)}`);
    list.push(...send(prng, familyDay(prng, cast, day)));
  }
  list.sort((a, b) => a.arrivalMs - b.arrivalMs || (a.id < b.id ? -1 : 1));

  let lastUpdatedUs = 0;
  for (const arrival of list) {
    const { draft, arrivalMs } = arrival;
    if (arrivalMs >= anchorMs) return;
    // Two in a hundred share their predecessor's instant: they came in one transaction.
    const together = (draft.salt >>> 4) % 50 === 0 && arrivalMs * 1000 - lastUpdatedUs < 60_000_000;
    if (!together) lastUpdatedUs = Math.max(lastUpdatedUs, arrivalMs * 1000 + (draft.salt % 1000));
    if (draft.atMs >= anchorMs - HISTORY_DAYS * DAY_MS && draft.atMs < anchorMs)
      yield { ...arrival, lastUpdatedUs };
  }
}
