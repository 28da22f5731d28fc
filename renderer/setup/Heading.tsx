import { useEffect, useRef, type JSX, type ReactNode } from 'react';

/** The heading of a page of the set-up. It takes the focus when the page appears, so that reading begins there. */
export function Heading({ children }: { readonly children: ReactNode }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h1 ref={heading} tabIndex={-1} className="setup-heading">
      {children}
    </h1>
  );
}
