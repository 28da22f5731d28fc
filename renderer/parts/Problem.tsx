import { useEffect, useState, type JSX, type ReactNode } from 'react';
import { retryAfterMs, wordsFor, type Failure } from '../errors/words.ts';
import { formatCountdown } from '../time/format.ts';
import { Notice, type Tone } from './Notice.tsx';

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
            <strong className="nowrap" role="timer">
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

/** How long this failure still asks to wait, in ms; counts from the moment when it was first shown. */
export function useCountdown(error: Failure | null): number {
  const waitMs = error === null ? null : retryAfterMs(error);
  const [until, setUntil] = useState(() => (waitMs === null ? 0 : Date.now() + waitMs));
  const [shown, setShown] = useState(error);
  if (shown !== error) {
    setShown(error);
    setUntil(waitMs === null ? 0 : Date.now() + waitMs);
  }
  const now = useNow(until > Date.now());
  return Math.max(0, until - now);
}

/** The time, renewed every second while it is needed. */
export function useNow(running: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}
