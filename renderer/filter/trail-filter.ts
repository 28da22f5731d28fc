import type { AuditAction, AuditFilter, AuditOutcome, Term } from '../../shared/domain/audit.ts';

const HOUR_MS = 3_600_000;

export const PRESETS = {
  hour: { label: 'Last hour', ms: HOUR_MS },
  day: { label: 'Last 24 hours', ms: 24 * HOUR_MS },
  week: { label: 'Last 7 days', ms: 7 * 24 * HOUR_MS },
  month: { label: 'Last 30 days', ms: 30 * 24 * HOUR_MS },
  quarter: { label: 'Last 90 days', ms: 90 * 24 * HOUR_MS },
} as const;
export type Preset = keyof typeof PRESETS;

/** A preset keeps the moment from which it counts back, so that one question stays one question while events arrive. */
export type TimeRange =
  | { readonly kind: 'any' }
  | { readonly kind: 'preset'; readonly preset: Preset; readonly from: string }
  | { readonly kind: 'custom'; readonly from: string | null; readonly to: string | null };

/** The lists of terms that a filter may name. */
export type TermField = 'agents' | 'patients' | 'places';

/** What the filter bar holds: an AuditFilter that still knows the labels of its terms. */
export interface TrailFilter {
  readonly range: TimeRange;
  readonly agents: readonly Term[];
  readonly patients: readonly Term[];
  readonly places: readonly Term[];
  readonly actions: readonly AuditAction[];
  readonly outcomes: readonly AuditOutcome[];
  readonly text: string;
  readonly unmappedOnly: boolean;
}

export const NO_FILTER: TrailFilter = {
  range: { kind: 'any' },
  agents: [],
  patients: [],
  places: [],
  actions: [],
  outcomes: [],
  text: '',
  unmappedOnly: false,
};

/** A preset that counts back from now, cut to the minute. */
export function presetRange(preset: Preset, nowMs: number): TimeRange {
  const fromMs = Math.floor((nowMs - PRESETS[preset].ms) / 60_000) * 60_000;
  return { kind: 'preset', preset, from: new Date(fromMs).toISOString() };
}

/** The question as the engine understands it; empty where nothing is narrowed. */
export function toAuditFilter(filter: TrailFilter): AuditFilter {
  const { range } = filter;
  const from = range.kind === 'any' ? null : range.from;
  const to = range.kind === 'custom' ? range.to : null;
  const text = filter.text.trim();
  return {
    ...(from !== null && { from }),
    ...(to !== null && { to }),
    ...(filter.agents.length > 0 && { agentIds: idsOf(filter.agents) }),
    ...(filter.patients.length > 0 && { patientIds: idsOf(filter.patients) }),
    ...(filter.places.length > 0 && { placeIds: idsOf(filter.places) }),
    ...(filter.actions.length > 0 && { actions: [...filter.actions] }),
    ...(filter.outcomes.length > 0 && { outcomes: [...filter.outcomes] }),
    ...(text !== '' && { text }),
    ...(filter.unmappedOnly && { unmappedOnly: true as const }),
  };
}

export function isNarrowed(filter: TrailFilter): boolean {
  return Object.keys(toAuditFilter(filter)).length > 0;
}

/** Puts a value into a list, or takes it out if it is there. */
export function toggled<Value extends string>(list: readonly Value[], value: Value): readonly Value[] {
  return list.includes(value) ? list.filter((item) => item !== value) : [...list, value];
}

export function toggledTerm(list: readonly Term[], term: Term): readonly Term[] {
  return list.some((item) => item.id === term.id)
    ? list.filter((item) => item.id !== term.id)
    : [...list, term];
}

function idsOf(terms: readonly Term[]): number[] {
  return terms.map((term) => term.id);
}
