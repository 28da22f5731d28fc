import type { JSX } from 'react';

/** Something is under way; what it is stands beside in words. */
export function Dots(): JSX.Element {
  return (
    <span className="dots" aria-hidden>
      <span />
      <span />
      <span />
    </span>
  );
}
