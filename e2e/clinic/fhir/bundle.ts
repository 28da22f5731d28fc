import type { FhirQuirks } from './quirks.ts';
import { resourceText } from './quirks.ts';
import type { StoredEvent } from './store.ts';

export interface BundleLink {
  readonly relation: 'self' | 'next';
  readonly url: string;
}

export interface BundleInput {
  readonly baseUrl: string;
  readonly nowMs: number;
  /** Undefined where the search asked for none. */
  readonly total: number | undefined;
  readonly links: readonly BundleLink[];
  readonly events: readonly StoredEvent[];
}

function strangers(baseUrl: string): string[] {
  const patient = { resourceType: 'Patient', id: 'stranger', active: true };
  const outcome = {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'warning', code: 'informational' }],
  };
  return [
    JSON.stringify({
      fullUrl: `${baseUrl}/Patient/stranger`,
      resource: patient,
      search: { mode: 'include' },
    }),
    JSON.stringify({ resource: outcome, search: { mode: 'outcome' } }),
  ];
}

/**
 * A searchset as text. It is put together from the stored texts, never parsed and written again: the slice of an entry
 * is the same bytes each time it is served.
 */
export function bundleText(input: BundleInput, quirks: FhirQuirks): string {
  const entries = input.events.map(
    (event) =>
      `{"fullUrl":"${input.baseUrl}/AuditEvent/${event.id}","resource":${resourceText(event.json, quirks)},"search":{"mode":"match"}}`,
  );
  if (quirks.strangeEntries) entries.splice(1, 0, ...strangers(input.baseUrl));
  const head = {
    resourceType: 'Bundle',
    meta: { lastUpdated: new Date(input.nowMs).toISOString() },
    type: 'searchset',
    ...(input.total === undefined ? {} : { total: Math.max(0, input.total + quirks.totalLieBy) }),
    link: input.links,
  };
  const text = JSON.stringify(head);
  // FHIR has no empty arrays: no match, no `entry`.
  return entries.length === 0 ? text : `${text.slice(0, -1)},"entry":[${entries.join(',')}]}`;
}
