import { Fragment, type JSX } from 'react';
import { isPlain, visibleParts } from './visible.ts';

/**
 * Text from an event: isolated from the direction of its neighbours, hidden characters shown by their code. Never a
 * link, never markup.
 */
export function Foreign({ text }: { readonly text: string }): JSX.Element {
  if (isPlain(text)) return <bdi>{text}</bdi>;
  return (
    <bdi>
      {visibleParts(text).map((part) =>
        'text' in part ? (
          <Fragment key={part.at}>{part.text}</Fragment>
        ) : (
          <span key={part.at} className="control" title={`Hidden character ${part.control}`}>
            {part.control}
          </span>
        ),
      )}
    </bdi>
  );
}
