import '@mantine/dates/styles.layer.css';
import { DatePicker } from '@mantine/dates';
import { useEffect, useRef, useState, type JSX } from 'react';

export interface CalendarProps {
  /** Days as YYYY-MM-DD; the last one is null until it was chosen. */
  readonly onDays: (first: string, last: string | null) => void;
}

/** Days by mouse. Loaded only when it is asked for: typing is quicker, and the first paint does not wait for it. */
export function Calendar({ onDays }: CalendarProps): JSX.Element {
  const [days, setDays] = useState<[string | null, string | null]>([null, null]);
  const box = useRef<HTMLDivElement>(null);
  // It takes the place of the button that had the focus; without it, keys (Esc among them) would go nowhere.
  useEffect(() => box.current?.querySelector('button')?.focus(), []);
  return (
    <div ref={box}>
      <DatePicker
        type="range"
        size="xs"
        firstDayOfWeek={1}
        allowSingleDateInRange
        hideOutsideDates
        weekendDays={[]}
        className="calendar"
        value={days}
        onChange={(value) => {
          setDays(value);
          if (value[0] !== null) onDays(value[0], value[1]);
        }}
        ariaLabels={{
          previousMonth: 'Previous month',
          nextMonth: 'Next month',
          monthLevelControl: 'Choose a month',
        }}
      />
    </div>
  );
}
