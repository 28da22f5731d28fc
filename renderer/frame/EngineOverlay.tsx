import type { JSX } from 'react';
import type { EngineState } from '../api/session-store.ts';
import { Dots } from '../parts/Dots.tsx';

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

/** Lies over the page while there is nobody to ask. */
export function EngineOverlay({ state }: { readonly state: Exclude<EngineState, 'running'> }): JSX.Element {
  const { title, text } = TEXTS[state];
  return (
    <div
      className="engine-overlay"
      role="alertdialog"
      aria-labelledby="engine-title"
      aria-describedby="engine-text"
    >
      <div>
        <h1 id="engine-title">{title}</h1>
        <p id="engine-text">{text}</p>
        {state !== 'stopped' && <Dots />}
      </div>
    </div>
  );
}
