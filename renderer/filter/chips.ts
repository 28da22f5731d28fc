import { assertNever } from '../../shared/assert-never.ts';
import type { AuditAction, AuditOutcome } from '../../shared/domain/audit.ts';
import { ACTION_WORDS, OUTCOME_WORDS } from '../trail/terms.ts';
import { formatTime, zoneOf, type TimeZoneChoice } from '../time/format.ts';
import { PRESETS, type TermField, type TimeRange, type TrailFilter } from './trail-filter.ts';

/** One condition that is on, as it can be taken off again. */
export type ChipTarget =
  | { readonly kind: 'range' }
  | { readonly kind: 'term'; readonly field: TermField; readonly id: number }
  | { readonly kind: 'action'; readonly action: AuditAction }
  | { readonly kind: 'outcome'; readonly outcome: AuditOutcome }
  | { readonly kind: 'text' }
  | { readonly kind: 'unmapped' };

export interface Chip {
  readonly key: string;
  readonly target: ChipTarget;
  readonly label: string;
  /** May be foreign text: a name from an event. */
  readonly value: string;
}

const FIELD_LABELS: Readonly<Record<TermField, string>> = {
  agents: 'Person',
  patients: 'Patient',
  places: 'Place',
};

/** Every condition that is on, in the order of the filter bar. */
export function chipsOf(filter: TrailFilter, zone: TimeZoneChoice): readonly Chip[] {
  const chips: Chip[] = [];
  if (filter.range.kind !== 'any') {
    chips.push({
      key: 'range',
      target: { kind: 'range' },
      label: 'Time',
      value: rangeWords(filter.range, zone),
    });
  }
  for (const field of ['agents', 'patients', 'places'] as const) {
    for (const { id, label } of filter[field]) {
      chips.push({
        key: `${field}:${id}`,
        target: { kind: 'term', field, id },
        label: FIELD_LABELS[field],
        value: label,
      });
    }
  }
  for (const action of filter.actions) {
    chips.push({
      key: `action:${action}`,
      target: { kind: 'action', action },
      label: 'Action',
      value: ACTION_WORDS[action],
    });
  }
  for (const outcome of filter.outcomes) {
    chips.push({
      key: `outcome:${outcome}`,
      target: { kind: 'outcome', outcome },
      label: 'Outcome',
      value: OUTCOME_WORDS[outcome],
    });
  }
  const text = filter.text.trim();
  if (text !== '') chips.push({ key: 'text', target: { kind: 'text' }, label: 'Text', value: text });
  if (filter.unmappedOnly) {
    chips.push({
      key: 'unmapped',
      target: { kind: 'unmapped' },
      label: 'Mapping',
      value: 'Not fully mapped',
    });
  }
  return chips;
}

/** The filter with one condition taken off. */
export function without(filter: TrailFilter, target: ChipTarget): TrailFilter {
  switch (target.kind) {
    case 'range':
      return { ...filter, range: { kind: 'any' } };
    case 'term':
      return { ...filter, [target.field]: filter[target.field].filter((term) => term.id !== target.id) };
    case 'action':
      return { ...filter, actions: filter.actions.filter((action) => action !== target.action) };
    case 'outcome':
      return { ...filter, outcomes: filter.outcomes.filter((outcome) => outcome !== target.outcome) };
    case 'text':
      return { ...filter, text: '' };
    case 'unmapped':
      return { ...filter, unmappedOnly: false };
    default:
      return assertNever(target);
  }
}

/** "Last 24 hours", "from 2026-11-20 08:00", "2026-11-20 08:00 – 2026-11-21 00:00". */
export function rangeWords(range: TimeRange, zone: TimeZoneChoice): string {
  switch (range.kind) {
    case 'any':
      return 'Any time';
    case 'preset':
      return PRESETS[range.preset].label;
    case 'custom': {
      const minute = (iso: string | null): string | null =>
        iso === null ? null : formatTime(iso, zoneOf(zone)).slice(0, 16);
      const from = minute(range.from);
      const to = minute(range.to);
      if (from !== null && to !== null) return `${from} – ${to}`;
      if (from !== null) return `from ${from}`;
      return to === null ? 'Any time' : `before ${to}`;
    }
    default:
      return assertNever(range);
  }
}
