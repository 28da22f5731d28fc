import { useState, type JSX } from 'react';
import { refreshSession } from '../api/session-store.ts';
import type { Failure } from '../errors/failure.ts';
import { maySetAllCachesAside, wordsFor } from '../errors/words.ts';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Door } from './Door.tsx';
import { SetAside } from './SetAside.tsx';

/** The desk cannot serve anybody until the cause is mended. */
export function Failed({
  error,
  onConnections,
}: {
  readonly error: Failure;
  readonly onConnections: () => void;
}): JSX.Element {
  const words = wordsFor(error);
  const [busy, setBusy] = useState<'no' | 'checking' | 'setting-aside'>('no');
  const [refusal, setRefusal] = useState<Failure | null>(null);

  const check = async (): Promise<void> => {
    setBusy('checking');
    await refreshSession();
    setBusy('no');
  };
  const setAside = async (): Promise<void> => {
    setBusy('setting-aside');
    const answer = await window.medminder.call('session.setAllCachesAside', {});
    setRefusal(answer.ok ? null : answer.error);
    if (answer.ok) await refreshSession();
    setBusy('no');
  };

  return (
    <Door desk={null} wide onConnections={onConnections}>
      <h1>{words.title}</h1>
      <p className="door-lead">{words.explanation}</p>
      <Notice title="What to do">
        <p>{words.remedy}</p>
        <p>If the console does not go on by itself afterwards, close it and start it again.</p>
        <p className="dim">
          Code: <code>{error.code}</code>
        </p>
      </Notice>
      {refusal !== null && <Problem error={refusal} />}
      <div className="door-form">
        <Button onClick={() => void check()} loading={busy === 'checking'}>
          Check again
        </Button>
      </div>
      {maySetAllCachesAside(error.code) ? (
        <SetAside
          question="If it cannot be mended"
          busy={busy === 'setting-aside'}
          onSetAside={() => void setAside()}
        />
      ) : (
        <p className="dim door-form">
          Nothing was deleted. Whatever was stored on this computer is still here.
        </p>
      )}
    </Door>
  );
}
