import type { EventDraft } from './draft.ts';
import type { Prng } from './prng.ts';

const DAY_MS = 86_400_000;

/** What the teller of a story gives; the rest has a usual value. */
export type DraftInput = Pick<EventDraft, 'atMs' | 'clinic' | 'actor' | 'device' | 'address' | 'deed'> &
  Partial<Pick<EventDraft, 'patient' | 'purpose' | 'outcome' | 'outcomeDesc' | 'attack' | 'lagMs'>>;

/** Events arrive within seconds; a few before their own time (a fast clock), a few days late (a tablet without network). */
function drawLagMs(prng: Prng): number {
  const lot = prng.unit();
  if (lot < 0.0015) return prng.int(DAY_MS / 2, 6 * DAY_MS);
  if (lot < 0.012) return -prng.int(1, 3000);
  return prng.int(40, lot < 0.9 ? 900 : 5000);
}

/** Completes a draft. */
export function makeDraft(prng: Prng, input: DraftInput): EventDraft {
  return {
    atMs: Math.floor(input.atMs),
    lagMs: input.lagMs ?? drawLagMs(prng),
    clinic: input.clinic,
    actor: input.actor,
    device: input.device,
    address: input.address,
    deed: input.deed,
    patient: input.patient,
    purpose: input.purpose,
    outcome: input.outcome ?? '0',
    outcomeDesc: input.outcomeDesc,
    salt: prng.uint32(),
    attack: input.attack,
  };
}
