import { useLayoutEffect, useRef, type JSX, type KeyboardEvent } from 'react';
import type { EngineState } from '../api/session-store.ts';
import { Dots } from '../parts/Dots.tsx';
import './engine-overlay.css';

const TEXTS: Readonly<Record<Exclude<EngineState, 'running'>, { title: string; text: string }>> = {
  starting: { title: 'Starting', text: 'The console’s data process is starting.' },
  restarting: {
    title: 'One moment',
    text: 'The console’s data process stopped and is being started again. Nothing that was stored is lost.',
  },
  stopped: {
    title: 'The data process has stopped',
    text: 'It could not be started again. Close MedMinder Console and start it again. Nothing that was stored is lost.',
  },
};

function stay(event: KeyboardEvent): void {
  if (event.key === 'Escape') event.preventDefault();
}

/** Lies over the page while there is nobody to ask: the page below takes neither focus nor keys, and gets them back after. */
export function EngineOverlay({ state }: { readonly state: Exclude<EngineState, 'running'> }): JSX.Element {
  const { title, text } = TEXTS[state];
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // Closed before it goes, or the focus would not return to where it was.
    return () => {
      shown?.close();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="engine-overlay"
      role="alertdialog"
      onKeyDown={stay}
      aria-labelledby="engine-title"
      aria-describedby="engine-text"
    >
      <div>
        <h1 id="engine-title">{title}</h1>
        <p id="engine-text">{text}</p>
        {state !== 'stopped' && <Dots />}
      </div>
    </dialog>
  );
}
