import type { JSX } from 'react';
import { initialsOf } from './initials.ts';

export function Initials({
  name,
  small = false,
}: {
  readonly name: string;
  readonly small?: boolean;
}): JSX.Element {
  return (
    <span className={small ? 'initials small' : 'initials'} aria-hidden>
      {initialsOf(name)}
    </span>
  );
}
