import { Button, Popover, TextInput } from '@mantine/core';
import { IconCalendar, IconCheck, IconChevronDown } from '@tabler/icons-react';
import { lazy, Suspense, useState, type JSX } from 'react';
import { formatTime, zoneOf, type TimeZoneChoice } from '../time/format.ts';
import { parseTyped } from '../time/parse.ts';
import { rangeWords } from './chips.ts';
import { PRESETS, presetRange, type Preset, type TimeRange } from './trail-filter.ts';

const Calendar = lazy(() =>
  import('./Calendar.tsx').then(({ Calendar: component }) => ({ default: component })),
);

export interface RangePickerProps {
  readonly range: TimeRange;
  readonly zone: TimeZoneChoice;
  readonly onChange: (range: TimeRange) => void;
}

/** The time range: presets, typed times, or days from a calendar. */
export function RangePicker({ range, zone, onChange }: RangePickerProps): JSX.Element {
  const [opened, setOpened] = useState(false);
  const choose = (next: TimeRange): void => {
    onChange(next);
    setOpened(false);
  };
  const words = rangeWords(range, zone);
  return (
    <Popover opened={opened} onChange={setOpened} width={290} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className="filter-button"
          data-on={range.kind !== 'any' || undefined}
          aria-label={`Time range: ${words}`}
          onClick={() => setOpened(!opened)}
        >
          <IconCalendar size={14} aria-hidden />
          {words}
          <IconChevronDown size={14} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Time range">
        <div className="picker-range">
          <section className="picker-presets" aria-label="Presets">
            <PresetButton
              label="Any time"
              on={range.kind === 'any'}
              onChoose={() => choose({ kind: 'any' })}
            />
            {(Object.keys(PRESETS) as Preset[]).map((preset) => (
              <PresetButton
                key={preset}
                label={PRESETS[preset].label}
                on={range.kind === 'preset' && range.preset === preset}
                onChoose={() => choose(presetRange(preset, Date.now()))}
              />
            ))}
          </section>
          <CustomRange range={range} zone={zone} onChoose={choose} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

interface PresetButtonProps {
  readonly label: string;
  readonly on: boolean;
  readonly onChoose: () => void;
}

function PresetButton({ label, on, onChoose }: PresetButtonProps): JSX.Element {
  return (
    <button type="button" aria-pressed={on} onClick={onChoose}>
      {label}
      {on && <IconCheck size={14} aria-hidden />}
    </button>
  );
}

function CustomRange({
  range,
  zone,
  onChoose,
}: {
  readonly range: TimeRange;
  readonly zone: TimeZoneChoice;
  readonly onChoose: (range: TimeRange) => void;
}): JSX.Element {
  const typed = (iso: string | null): string =>
    iso === null ? '' : formatTime(iso, zoneOf(zone)).slice(0, 16);
  const [from, setFrom] = useState(range.kind === 'custom' ? typed(range.from) : '');
  const [to, setTo] = useState(range.kind === 'custom' ? typed(range.to) : '');
  const [calendar, setCalendar] = useState(false);
  const [checked, setChecked] = useState(false);
  const fromTime = from.trim() === '' ? null : parseTyped(from, zone, 'from');
  const toTime = to.trim() === '' ? null : parseTyped(to, zone, 'to');
  const order =
    fromTime?.ok === true && toTime?.ok === true && fromTime.iso >= toTime.iso
      ? 'The end is before the beginning.'
      : null;
  const form = 'Write it as 2026-11-22 or 2026-11-22 14:30.';
  return (
    <form
      className="picker-custom"
      onSubmit={(event) => {
        event.preventDefault();
        setChecked(true);
        if (fromTime?.ok === false || toTime?.ok === false || order !== null) return;
        if (fromTime === null && toTime === null) onChoose({ kind: 'any' });
        else onChoose({ kind: 'custom', from: fromTime?.iso ?? null, to: toTime?.iso ?? null });
      }}
    >
      <TextInput
        size="xs"
        label={zone === 'utc' ? 'From (UTC)' : 'From'}
        placeholder="2026-11-22 08:00"
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
        error={checked && fromTime?.ok === false ? form : null}
      />
      <TextInput
        size="xs"
        label={zone === 'utc' ? 'To (UTC)' : 'To'}
        placeholder="2026-11-22"
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        error={checked ? (toTime?.ok === false ? form : order) : null}
      />
      {calendar ? (
        <Suspense fallback={<p className="dim">Loading the calendar</p>}>
          <Calendar
            onDays={(first, last) => {
              setFrom(first);
              setTo(last ?? '');
            }}
          />
        </Suspense>
      ) : (
        <button type="button" className="text-button" onClick={() => setCalendar(true)}>
          Choose days from a calendar
        </button>
      )}
      <Button type="submit" size="xs">
        Apply
      </Button>
    </form>
  );
}
