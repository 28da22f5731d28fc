/** Whether the desk waits for the password again, and the promise of everybody who waits for it. */
export interface StepUpGate {
  /** Opens the dialog, or joins the one that is open; true once the password was confirmed, false when declined. */
  readonly request: () => Promise<boolean>;
  readonly settle: (confirmed: boolean) => void;
  readonly isOpen: () => boolean;
  readonly subscribe: (listener: () => void) => () => void;
}

export function createStepUpGate(): StepUpGate {
  const listeners = new Set<() => void>();
  let waiting: { readonly answer: Promise<boolean>; readonly resolve: (confirmed: boolean) => void } | null =
    null;
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    request: () => {
      if (waiting === null) {
        const { promise, resolve } = Promise.withResolvers<boolean>();
        waiting = { answer: promise, resolve };
        tell();
      }
      return waiting.answer;
    },
    settle: (confirmed) => {
      const settled = waiting;
      waiting = null;
      settled?.resolve(confirmed);
      tell();
    },
    isOpen: () => waiting !== null,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const stepUp = createStepUpGate();
