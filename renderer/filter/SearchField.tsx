import { Kbd, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState, type JSX, type RefObject } from 'react';

export interface SearchFieldProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly inputRef: RefObject<HTMLInputElement | null>;
}

/** Each settled question is logged as a search, so a pause in typing is waited for; Enter asks at once. */
const SETTLE_MS = 450;

export function SearchField({ text, onText, inputRef }: SearchFieldProps): JSX.Element {
  const [typed, setTyped] = useState(text);
  const [shown, setShown] = useState(text);
  // A chip or "Clear all" may have changed the filter meanwhile.
  if (shown !== text) {
    setShown(text);
    setTyped(text);
  }
  const send = (value: string): void => {
    setShown(value);
    onText(value);
  };
  const settle = useDebouncedCallback(send, SETTLE_MS);
  return (
    <TextInput
      ref={inputRef}
      className="filter-search"
      size="xs"
      type="search"
      aria-label="Search text"
      placeholder="Search text"
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSection={typed === '' ? <Kbd size="xs">/</Kbd> : null}
      maxLength={200}
      spellCheck={false}
      autoComplete="off"
      value={typed}
      onChange={(event) => {
        const { value } = event.currentTarget;
        setTyped(value);
        settle(value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          settle.cancel();
          send(typed);
        }
        if (event.key === 'Escape') {
          event.preventDefault();
          settle.cancel();
          if (typed === '') event.currentTarget.blur();
          setTyped('');
          send('');
        }
      }}
    />
  );
}
