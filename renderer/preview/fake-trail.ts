import type { AuditFilter, AuditOutcome, AuditRow, Term } from '../../shared/domain/audit.ts';

/** Made-up names. Some are there to see how the page treats hidden characters and other directions of writing. */
const PEOPLE = [
  'Ana Petrova',
  'Dr. Kwame Mensah',
  'Linh Tran',
  'Joseph Okafor',
  'Maria del Carmen Ruiz',
  'Yusuf Demir',
  'Dr. Hannah Lindqvist',
  'Tomasz Zieliński',
  'Nurse Station 4 (shared)',
  'מרים לוי',
  'MedMinder App',
] as const;
const PATIENTS = [
  'Greta Olsson',
  'Omar Haddad',
  'مريم حداد',
  'William Fitzgerald-Montgomery the Younger of Ballycastle',
  'Chidi Eze',
  'Rosa Jiménez',
  'Noah Weber',
  'Ingrid Sørensen',
  'Ali \u202Etxt.exe',
] as const;
const PLACES = [
  'North clinic',
  'South clinic',
  'Harbour clinic',
  '10.20.4.17',
  'Ward 4, North clinic',
] as const;
const KINDS = [
  ['User Authentication', 'Login', 'E', null],
  ['RESTful Operation', 'read', 'R', 'Medication plan'],
  ['RESTful Operation', 'search', 'E', 'MedicationRequest?patient=…'],
  ['RESTful Operation', 'update', 'U', 'Medication plan'],
  ['RESTful Operation', 'create', 'C', 'Adherence note'],
  ['Export', 'Report', 'R', 'Adherence of 30 days'],
  ['Patient Record', null, 'R', null],
  ['RESTful Operation', 'delete', 'D', 'Family share'],
] as const;

/** A small, repeatable source of numbers, so that screenshots can be compared. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const pick = <T>(list: readonly T[], at: number): T => list[Math.floor(at * list.length)] as T;
const term = (base: number, list: readonly string[], label: string): Term => ({
  id: base + list.indexOf(label),
  label,
});

function outcomeOf(at: number): AuditOutcome {
  if (at < 0.93) return '0';
  if (at < 0.97) return '4';
  return at < 0.99 ? '8' : '12';
}

export function fakeRow(seq: number, recordedMs: number): AuditRow {
  const next = random(seq * 7919);
  next();
  const [type, subtype, action, entity] = pick(KINDS, next());
  const glass = next() < 0.03;
  const login = subtype === 'Login';
  return {
    seq,
    origin: 'fhir',
    recordedAt: new Date(recordedMs).toISOString(),
    recordedMissing: next() < 0.004,
    action,
    outcome: next() < 0.005 ? null : outcomeOf(next()),
    type,
    subtype,
    agent: term(100, PEOPLE, pick(PEOPLE, next() ** 1.5)),
    otherAgents: next() < 0.2 ? 1 : 0,
    patient: login ? null : term(1000, PATIENTS, pick(PATIENTS, next())),
    otherPatients: next() < 0.04 ? 12 : 0,
    entity: glass ? 'Emergency access to the full record' : entity,
    place: term(5000, PLACES, pick(PLACES, next())),
    purposes: glass ? ['BTG'] : next() < 0.7 ? ['TREAT'] : [],
    unmapped: next() < 0.01 ? 2 : 0,
  };
}

/** 61,204 events over 90 days, newest first. */
export function fakeTrail(nowMs: number, count = 61_204): AuditRow[] {
  const next = random(42);
  let at = nowMs - 4000;
  const rows: AuditRow[] = [];
  const stepMs = (90 * 24 * 3_600_000) / count;
  for (let index = 0; index < count; index += 1) {
    rows.push(fakeRow(count - index, at));
    at -= next() * 2 * stepMs;
  }
  return rows;
}

/** The operator's own acts, for "My actions". */
export function fakeActions(nowMs: number): AuditRow[] {
  const kinds = [
    ['Audit Log Used', 'Audit log read', 'R', 'event 61,190'],
    ['Audit Log Used', 'Audit log searched', 'E', '{"text":"export"}'],
    ['User Authentication', 'Login', 'E', null],
    ['Application Activity', 'Lock', 'E', null],
  ] as const;
  return Array.from({ length: 40 }, (_, index) => {
    const [type, subtype, action, entity] = pick(kinds, (index % kinds.length) / kinds.length);
    const row = fakeRow(70_000 - index, nowMs - index * 420_000);
    return {
      ...row,
      origin: 'console',
      type,
      subtype,
      action,
      entity,
      outcome: '0',
      purposes: [],
      unmapped: 0,
    };
  });
}

export function matches(row: AuditRow, filter: AuditFilter): boolean {
  const { from, to, agentIds, patientIds, placeIds, actions, outcomes, text } = filter;
  const hay = [row.agent?.label, row.patient?.label, row.place?.label, row.type, row.subtype, row.entity]
    .join(' ')
    .toLowerCase();
  return (
    (from === undefined || row.recordedAt >= from) &&
    (to === undefined || row.recordedAt < to) &&
    (agentIds === undefined || (row.agent !== null && agentIds.includes(row.agent.id))) &&
    (patientIds === undefined || (row.patient !== null && patientIds.includes(row.patient.id))) &&
    (placeIds === undefined || (row.place !== null && placeIds.includes(row.place.id))) &&
    (actions === undefined || (row.action !== null && actions.includes(row.action))) &&
    (outcomes === undefined || (row.outcome !== null && outcomes.includes(row.outcome))) &&
    (text === undefined ||
      text
        .toLowerCase()
        .split(/\s+/)
        .every((word) => hay.includes(word))) &&
    (filter.unmappedOnly === undefined || row.unmapped > 0)
  );
}

export function suggest(field: 'agent' | 'patient' | 'place', text: string): Term[] {
  const [base, list] = { agent: [100, PEOPLE], patient: [1000, PATIENTS], place: [5000, PLACES] }[field] as [
    number,
    readonly string[],
  ];
  return list
    .filter((label) => label.toLowerCase().includes(text.toLowerCase()))
    .map((label) => term(base, list, label));
}
