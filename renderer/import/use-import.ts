import { useState } from 'react';
import type { FileOffer } from '../../shared/domain/jobs.ts';
import type { AppError } from '../../shared/errors.ts';
import { useAct } from '../api/use-call.ts';
import { usePush } from '../api/use-push.ts';

/** How a person begins an import from a button, a key or the palette. */
export interface ImportCommands {
  /** Shows the system's dialog; what is picked is offered. */
  readonly choose: (what: 'files' | 'folder') => void;
}

export interface Import {
  /** Null for an operator who may not import. */
  readonly commands: ImportCommands | null;
  /** What was picked or dropped and waits for a yes or no. */
  readonly offer: FileOffer | null;
  readonly error: AppError | null;
  readonly dismiss: () => void;
}

/** What may be imported, from the dialog or dropped on the window. `onOffer` is told of every new offer. */
export function useImport(allowed: boolean, onOffer: () => void): Import {
  const [offer, setOffer] = useState<FileOffer | null>(null);
  const choose = useAct('imports.choose');
  const take = (next: FileOffer): void => {
    onOffer();
    choose.reset();
    setOffer(next);
  };
  usePush('imports.offered', (next) => {
    if (allowed) take(next);
  });
  return {
    commands: allowed
      ? {
          choose: (what) => {
            // A button that went dead meanwhile would lose the focus, to which the answer returns.
            if (choose.isPending) return;
            choose.mutate(
              { what },
              {
                onSuccess: (next) => {
                  if (next !== null) take(next);
                },
              },
            );
          },
        }
      : null,
    offer,
    error: choose.error,
    dismiss: () => {
      choose.reset();
      setOffer(null);
    },
  };
}
