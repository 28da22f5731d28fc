import { DATE_PREFIXES } from './dates.ts';
import { MAX_COUNT } from './query.ts';
import type { FhirQuirks } from './quirks.ts';
import { PARAM_TYPES } from './terms.ts';

/** The CapabilityStatement of `GET /metadata`: what this server does, its quirks considered. */
export function capabilityStatement(baseUrl: string, anchorMs: number, quirks: FhirQuirks): string {
  const dates = ['date', ...(quirks.noLastUpdatedSearch ? [] : ['_lastUpdated'])];
  const searchParam = [
    { name: '_id', type: 'token' },
    ...dates.map((name) => ({ name, type: 'date', documentation: `Prefixes: ${DATE_PREFIXES.join(', ')}` })),
    ...Object.entries(PARAM_TYPES).map(([name, type]) => ({ name, type })),
  ];
  return JSON.stringify({
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: new Date(anchorMs).toISOString(),
    kind: 'instance',
    software: { name: 'MedMinder demo clinic', version: '1' },
    implementation: { description: 'An audit record repository whose people do not exist', url: baseUrl },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json'],
    instantiates: ['https://profiles.ihe.net/ITI/BALP/CapabilityStatement/IHE.BALP.ARR'],
    rest: [
      {
        mode: 'server',
        documentation: `A page holds at most ${String(MAX_COUNT)} entries; pages of one search show one snapshot.`,
        security: { cors: false, description: 'A bearer token of the user pool' },
        resource: [
          {
            type: 'AuditEvent',
            interaction: ['read', 'vread', 'create', 'search-type'].map((code) => ({ code })),
            versioning: quirks.noVersionId ? 'no-version' : 'versioned',
            conditionalCreate: true,
            conditionalRead: 'full-support',
            searchParam,
          },
        ],
      },
    ],
  });
}
