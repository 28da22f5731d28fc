import { Fragment, type JSX } from 'react';
import { isPlain, visibleParts } from './visible.ts';

export interface ForeignProps {
  readonly text: string;
  /** The text is one line, such as the name of a file: a line break in it is shown by its code too. */
  readonly oneLine?: boolean;
}

/**
 * Text from an event: isolated from the direction of its neighbours, hidden characters shown by their code. Never a
 * link, never markup.
 */
export function Foreign({ text, oneLine = false }: ForeignProps): JSX.Element {
  if (isPlain(text, oneLine)) return <bdi>{text}</bdi>;
  return (
    <bdi>
      {visibleParts(text, oneLine).map((part) =>
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
