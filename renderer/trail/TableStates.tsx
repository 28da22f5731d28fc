import { Button } from '@mantine/core';
import type { JSX } from 'react';
import type { AppError } from '../../shared/errors.ts';
import { Problem } from '../parts/Problem.tsx';

const WIDTHS = ['8rem', '5rem', '3rem', '14rem', '9rem', '10rem'] as const;

export function TableLoading({ what = 'events' }: { readonly what?: string }): JSX.Element {
  return (
    <output className="skeleton-rows" aria-label={`Loading ${what}`}>
      {Array.from({ length: 24 }, (_, row) => (
        <div key={row} aria-hidden>
          {WIDTHS.map((width) => (
            <span key={width} className="skeleton" style={{ width }} />
          ))}
        </div>
      ))}
    </output>
  );
}

export interface TableErrorProps {
  readonly error: AppError;
  readonly onRetry: () => void;
}

export function TableError({ error, onRetry }: TableErrorProps): JSX.Element {
  return (
    <div className="empty">
      <div>
        <Problem
          error={error}
          actions={
            <Button size="xs" variant="default" onClick={onRetry}>
              Try again
            </Button>
          }
        />
      </div>
    </div>
  );
}
