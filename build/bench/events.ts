/** Audit events for benchmarks: FHIR R4 JSON of some 1,000 bytes, drawn like a clinic's, the same for the same seed. */

export interface BenchEvent {
  readonly id: string;
  readonly recordedMs: number;
  readonly agent: string;
  readonly patient: string;
  readonly words: string;
  readonly raw: Buffer;
}

const SURNAMES = [
  'Adler',
  'Brandt',
  'Conti',
  'Dubois',
  'Eriksen',
  'Fischer',
  'García',
  'Haddad',
  'Ivanova',
  'Jansen',
];
const GIVEN = [
  'Anna',
  'Bruno',
  'Carla',
  'David',
  'Elif',
  'Farid',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
  'Klara',
  'Luis',
];
const KINDS = [
  ['rest', 'read', 'R', 'Medication plan read', 'MedicationRequest'],
  ['rest', 'search', 'E', 'Search for medication plans', 'MedicationRequest'],
  ['rest', 'update', 'U', 'Dose changed in the medication plan', 'MedicationRequest'],
  ['110114', '110122', 'E', 'Login of a user', 'Session'],
  ['rest', 'create', 'C', 'Reminder created for the family', 'Communication'],
  ['110106', '110106', 'R', 'Export of a patient summary', 'Bundle'],
] as const;

/** mulberry32 (public domain): small, fast, and the same everywhere. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const START_MS = Date.UTC(2026, 0, 1);
const STAFF = 300;
const PATIENTS = 20_000;
const DAYS = 90;

/** `count` events over 90 days in order of time; a few persons have most of them (log-uniform, close to Zipf). */
export function* benchEvents(count: number): Generator<BenchEvent> {
  const random = randomOf(7);
  const often = (n: number): number => Math.min(n - 1, Math.floor(n ** random()) - 1);
  const stepMs = (DAYS * 86_400_000) / count;
  for (let index = 0; index < count; index += 1) {
    const recordedMs = Math.floor(START_MS + (index + random() * 0.9) * stepMs);
    const staff = often(STAFF);
    const patient = often(PATIENTS);
    const [type, subtype, action, description, resource] = KINDS[often(KINDS.length)] ?? KINDS[0];
    const hex = (): string =>
      Math.floor(random() * 2 ** 32)
        .toString(16)
        .padStart(8, '0');
    const id = `${hex()}-${hex().slice(4)}-4${hex().slice(5)}-a${hex().slice(5)}-${hex()}${hex().slice(4)}`;
    const agentName = `${GIVEN[staff % GIVEN.length]} ${SURNAMES[staff % SURNAMES.length]}-${staff}`;
    const patientName = `${GIVEN[(patient * 7) % GIVEN.length]} ${SURNAMES[(patient * 3) % SURNAMES.length]}-${patient}`;
    const event = {
      resourceType: 'AuditEvent',
      id,
      meta: { versionId: '1', lastUpdated: new Date(recordedMs + 800).toISOString() },
      type: {
        system: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
        code: type,
        display: 'RESTful Operation',
      },
      subtype: [{ system: 'http://hl7.org/fhir/restful-interaction', code: subtype, display: subtype }],
      action,
      recorded: new Date(recordedMs).toISOString(),
      outcome: random() < 0.97 ? '0' : '8',
      purposeOfEvent: [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'TREAT' }] },
      ],
      agent: [
        {
          who: { identifier: { system: 'urn:medminder:staff', value: `s-${staff}` }, display: agentName },
          requestor: true,
          network: { address: `10.20.${staff % 8}.${staff % 250}`, type: '2' },
        },
      ],
      source: { site: `Clinic ${staff % 3}`, observer: { display: 'MedMinder API' } },
      entity: [
        { what: { reference: `Patient/p-${patient}`, display: patientName }, role: { code: '1' } },
        { what: { reference: `${resource}/${hex()}` }, role: { code: '4' }, description },
      ],
    };
    const raw = Buffer.from(JSON.stringify(event));
    const words = `${description} ${agentName} ${patientName} ${subtype} ${type} TREAT s-${staff} p-${patient}`;
    yield { id, recordedMs, agent: `s-${staff}`, patient: `p-${patient}`, words, raw };
  }
}
