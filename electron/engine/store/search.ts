import type { AuditCursor, AuditPage, AuditRow } from '../../../shared/domain/audit.ts';
import type { ReadableDb, SqlValue } from './connection.ts';
import { TIE_BITS } from './positions.ts';
import type { EventShape } from './prepared.ts';
import type { Question } from './question.ts';

interface EventRow {
  readonly seq: number;
  readonly recordedMs: number;
  readonly shape: string;
  readonly agentId: number | null;
  readonly agent: string | null;
  readonly patientId: number | null;
  readonly patient: string | null;
  readonly placeId: number | null;
  readonly place: string | null;
  readonly otherAgents: number;
  readonly otherPatients: number;
  readonly unmapped: number;
  readonly entity: string | null;
}

const COLUMNS = `
  e.seq, (e.pos >> ${TIE_BITS}) - e.spill_ms AS recordedMs, s.key AS shape,
  e.agent AS agentId, a.label AS agent, e.patient AS patientId, p.label AS patient,
  e.place AS placeId, l.label AS place,
  e.other_agents AS otherAgents, e.other_patients AS otherPatients, e.unmapped, e.entity`;
const JOINS = `
  JOIN shape s ON s.id = e.shape
  LEFT JOIN term a ON a.id = e.agent
  LEFT JOIN term p ON p.id = e.patient
  LEFT JOIN term l ON l.id = e.place`;

/**
 * The bounds of a page: [from, to) and, on later pages, strictly before the cursor's event. An event whose retention has
 * ended has no place any more; its time still says where the page went on.
 */
export const bounded = (pos: string, later: boolean): string =>
  `${pos} >= (? << ${TIE_BITS}) AND ${pos} < ${later ? `min(${TO}, ${CURSOR})` : TO}`;
const TO = `(? << ${TIE_BITS})`;
const CURSOR = `coalesce((SELECT pos FROM leaf WHERE seq = ?), ? << ${TIE_BITS})`;
/** Beyond any event; a cursor may name a later time still, and `<< 4` of that would not fit in 64 bits. */
const CURSOR_MAX_MS = 2 ** 50;

/** CROSS JOIN holds SQLite to the order of the inner walk; the model test would notice if it ever did not. */
export const searchSql = (byWords: boolean, later: boolean): string =>
  byWords
    ? `SELECT ${COLUMNS} FROM (
         SELECT rowid AS found FROM event_fts
         WHERE event_fts MATCH ? AND ${bounded('rowid', later)} ORDER BY rowid DESC LIMIT ?
       ) CROSS JOIN event e ON e.pos = found ${JOINS}`
    : `SELECT ${COLUMNS} FROM event e ${JOINS}
       WHERE ${bounded('e.pos', later)} ORDER BY e.pos DESC LIMIT ?`;

/** One page, newest first by time of recording, then by arrival. */
export function search(
  db: ReadableDb,
  question: Question,
  after: AuditCursor | null,
  limit: number,
): AuditPage {
  if (question.impossible) return { rows: [], next: null };
  const params = pageParams(question, after);
  const found = db.all<EventRow>(searchSql(question.match !== null, after !== null), ...params, limit + 1);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const more = found.length > limit && last !== undefined;
  return {
    rows: page.map(auditRow),
    next: more ? { recordedMs: last.recordedMs, seq: last.seq } : null,
  };
}

/** What {@link bounded} and the words before it are given. */
export function pageParams(question: Question, after: AuditCursor | null): readonly SqlValue[] {
  const params: SqlValue[] = question.match === null ? [] : [question.match];
  params.push(question.fromMs, question.toMs);
  if (after !== null) params.push(after.seq, Math.min(after.recordedMs, CURSOR_MAX_MS));
  return params;
}

/** The row of one event; null if there is none. */
export function rowOf(db: ReadableDb, seq: number): AuditRow | null {
  const row = db.get<EventRow>(
    `SELECT ${COLUMNS} FROM leaf JOIN event e ON e.pos = leaf.pos ${JOINS} WHERE leaf.seq = ?`,
    seq,
  );
  return row === undefined ? null : auditRow(row);
}

function auditRow(row: EventRow): AuditRow {
  const shape = JSON.parse(row.shape) as EventShape;
  return {
    seq: row.seq,
    origin: shape.origin,
    recordedAt: new Date(row.recordedMs).toISOString(),
    recordedMissing: shape.recordedMissing,
    action: shape.action,
    outcome: shape.outcome,
    type: shape.type,
    subtype: shape.subtype,
    agent: term(row.agentId, row.agent),
    otherAgents: row.otherAgents,
    patient: term(row.patientId, row.patient),
    otherPatients: row.otherPatients,
    entity: row.entity,
    place: term(row.placeId, row.place),
    purposes: [...shape.purposes],
    unmapped: row.unmapped,
  };
}

const term = (id: number | null, label: string | null): AuditRow['agent'] =>
  id === null || label === null ? null : { id, label };
