import { useDebouncedValue } from '@mantine/hooks';
import { useState, type JSX } from 'react';
import type { Term } from '../../shared/domain/audit.ts';
import { useCall } from '../api/use-call.ts';
import { Picker } from './Picker.tsx';
import { toggledTerm } from './trail-filter.ts';

export interface TermPickerProps {
  readonly label: string;
  readonly field: 'agent' | 'patient' | 'place';
  readonly chosen: readonly Term[];
  readonly onChange: (terms: readonly Term[]) => void;
}

/** Chooses terms of the trail: those already chosen first, then what fits the typed text, most frequent first. */
export function TermPicker({ label, field, chosen, onChange }: TermPickerProps): JSX.Element {
  const [text, setText] = useState('');
  const [near, setNear] = useState(false);
  const [asked] = useDebouncedValue(text.trim(), 120);
  const { data, isPending, error } = useCall(
    'audit.suggest',
    { field, text: asked, limit: 20 },
    { enabled: near, keepPrevious: true },
  );
  const found = data ?? [];
  const others = found.filter((term) => !chosen.some(({ id }) => id === term.id));
  const terms = asked === '' ? [...chosen, ...others] : found;
  return (
    <Picker
      label={label}
      options={terms.map((term) => ({ value: String(term.id), label: term.label }))}
      chosen={chosen.map(({ id }) => String(id))}
      search={{ text, onText: setText }}
      onNear={() => setNear(true)}
      emptyText={emptyText(isPending, error !== null)}
      onToggle={(value) => {
        const term = terms.find(({ id }) => String(id) === value);
        if (term !== undefined) onChange(toggledTerm(chosen, term));
      }}
    />
  );
}

function emptyText(pending: boolean, failed: boolean): string {
  if (failed) return 'The names could not be read.';
  return pending ? 'Looking…' : 'Nobody and nothing by that name.';
}
