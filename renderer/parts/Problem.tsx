import type { JSX, ReactNode } from 'react';
import type { Failure } from '../errors/failure.ts';
import { wordsFor } from '../errors/words.ts';
import { formatCountdown } from '../time/format.ts';
import { Notice, type Tone } from './Notice.tsx';
import { useCountdown } from './use-countdown.ts';

export interface ProblemProps {
  readonly error: Failure;
  readonly tone?: Tone;
  readonly actions?: ReactNode;
}

/** A failure in words, with a countdown where it says when to try again, and its code for the person who helps. */
export function Problem({ error, tone = 'warn', actions }: ProblemProps): JSX.Element {
  const words = wordsFor(error);
  const leftMs = useCountdown(error);
  return (
    <Notice tone={tone} title={words.title} live actions={actions}>
      <p>{words.explanation}</p>
      <p>
        {words.remedy}
        {leftMs > 0 && (
          <>
            {' '}
            <strong className="nowrap numbers" role="timer">
              {formatCountdown(leftMs)} left.
            </strong>
          </>
        )}
      </p>
      <p className="dim">
        Code: <code>{error.code}</code>
      </p>
    </Notice>
  );
}
