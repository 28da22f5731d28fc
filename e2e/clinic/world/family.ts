import type { Cast } from './cast.ts';
import type { Deed, EventDraft } from './draft.ts';
import { makeDraft } from './make-draft.ts';
import type { Prng } from './prng.ts';

const MINUTE_MS = 60_000;

/** A patient opens the app: looks at the plan, ticks off a dose, now and then shares or signs in anew. */
export function patientVisit(prng: Prng, cast: Cast, atMs: number): EventDraft[] {
  const patient = prng.pick(cast.patients);
  const clinic = cast.clinicOf(patient.clinicId);
  const plan = `${patient.id.slice(0, 8)}-mr${String(prng.int(1, patient.medicines.length))}`;
  const deeds: Deed[] = [
    {
      kind: 'query',
      resource: 'MedicationRequest',
      query: `MedicationRequest?patient=${patient.id}&status=active`,
    },
  ];
  if (prng.chance(0.12)) deeds.unshift({ kind: 'login' });
  if (prng.chance(0.7))
    deeds.push({
      kind: 'record',
      action: 'create',
      resource: 'MedicationStatement',
      resourceId: prng.hex(12),
    });
  if (prng.chance(0.1))
    deeds.push({ kind: 'record', action: 'read', resource: 'MedicationRequest', resourceId: plan });
  if (prng.chance(0.02))
    deeds.push({
      kind: 'record',
      action: 'create',
      resource: 'Consent',
      resourceId: `${patient.id.slice(0, 8)}-c1`,
    });
  if (prng.chance(0.01))
    deeds.push({
      kind: 'record',
      action: 'delete',
      resource: 'Consent',
      resourceId: `${patient.id.slice(0, 8)}-c1`,
    });
  return deeds.map((deed, step) =>
    makeDraft(prng, {
      atMs: atMs + step * prng.int(4000, 40_000),
      clinic,
      actor: { kind: 'patient', patient },
      device: patient.phone,
      address: patient.phone.address,
      deed,
      patient,
      purpose: 'PATRQT',
    }),
  );
}

/** A relative looks whether the medicines were taken; the sharing service first asks the patient's consent. */
export function familyVisit(prng: Prng, cast: Cast, atMs: number): EventDraft[] {
  const relative = prng.pick(cast.relatives);
  const patient = cast.patientById.get(relative.patientId);
  if (patient === undefined) return [];
  const clinic = cast.clinicOf(relative.clinicId);
  const consentId = `${patient.id.slice(0, 8)}-c1`;
  const denied = prng.chance(0.03);
  const common = {
    clinic,
    actor: { kind: 'relative', relative },
    device: relative.phone,
    address: relative.phone.address,
    patient,
    purpose: 'FAMRQT',
  } as const;
  const drafts: EventDraft[] = [];
  if (denied || prng.chance(0.3)) {
    drafts.push(
      makeDraft(prng, {
        ...common,
        atMs,
        deed: { kind: 'consent-decision', consentId },
        ...(denied ? { outcome: '8', outcomeDesc: 'The patient has ended this sharing' } : {}),
      }),
    );
  }
  if (denied) return drafts;
  drafts.push(
    makeDraft(prng, {
      ...common,
      atMs: atMs + 900,
      deed: {
        kind: 'query',
        resource: 'MedicationStatement',
        query: `MedicationStatement?patient=${patient.id}&_sort=-effective&_count=14`,
      },
    }),
  );
  if (relative.access === 'manage' && prng.chance(0.2)) {
    drafts.push(
      makeDraft(prng, {
        ...common,
        atMs: atMs + MINUTE_MS,
        deed: { kind: 'record', action: 'update', resource: 'MedicationStatement', resourceId: prng.hex(12) },
      }),
    );
  }
  return drafts;
}
