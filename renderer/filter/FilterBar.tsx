import type { JSX, RefObject } from 'react';
import type { TimeZoneChoice } from '../time/format.ts';
import { ACTION_ORDER, ACTION_WORDS, OUTCOME_ORDER, OUTCOME_WORDS } from '../trail/terms.ts';
import { Picker } from './Picker.tsx';
import { RangePicker } from './RangePicker.tsx';
import { SearchField } from './SearchField.tsx';
import { TermPicker } from './TermPicker.tsx';
import { toggled, type TrailFilter } from './trail-filter.ts';

export interface FilterBarProps {
  readonly filter: TrailFilter;
  readonly onFilter: (filter: TrailFilter) => void;
  readonly zone: TimeZoneChoice;
  readonly searchRef: RefObject<HTMLInputElement | null>;
}

export function FilterBar({ filter, onFilter, zone, searchRef }: FilterBarProps): JSX.Element {
  return (
    <search className="filters" aria-label="Filters">
      <SearchField text={filter.text} onText={(text) => onFilter({ ...filter, text })} inputRef={searchRef} />
      <RangePicker range={filter.range} zone={zone} onChange={(range) => onFilter({ ...filter, range })} />
      <TermPicker
        label="Person"
        field="agent"
        chosen={filter.agents}
        onChange={(agents) => onFilter({ ...filter, agents })}
      />
      <TermPicker
        label="Patient"
        field="patient"
        chosen={filter.patients}
        onChange={(patients) => onFilter({ ...filter, patients })}
      />
      <TermPicker
        label="Place"
        field="place"
        chosen={filter.places}
        onChange={(places) => onFilter({ ...filter, places })}
      />
      <Picker
        label="Action"
        options={ACTION_ORDER.map((value) => ({ value, label: ACTION_WORDS[value] }))}
        chosen={filter.actions}
        emptyText=""
        onToggle={(value) => {
          const action = ACTION_ORDER.find((known) => known === value);
          if (action !== undefined) onFilter({ ...filter, actions: toggled(filter.actions, action) });
        }}
      />
      <Picker
        label="Outcome"
        options={OUTCOME_ORDER.map((value) => ({ value, label: OUTCOME_WORDS[value] }))}
        chosen={filter.outcomes}
        emptyText=""
        onToggle={(value) => {
          const outcome = OUTCOME_ORDER.find((known) => known === value);
          if (outcome !== undefined) onFilter({ ...filter, outcomes: toggled(filter.outcomes, outcome) });
        }}
      />
    </search>
  );
}
