import { Button } from '@mantine/core';
import { useState, type JSX } from 'react';
import { refreshSession } from '../api/session-store.ts';
import { wordsFor, type Failure } from '../errors/words.ts';
import { Door } from './Door.tsx';
import { Notice } from '../parts/Notice.tsx';

/** The desk cannot serve anybody until the cause is mended. */
export function Failed({ error }: { readonly error: Failure }): JSX.Element {
  const words = wordsFor(error);
  const [checking, setChecking] = useState(false);
  const check = async (): Promise<void> => {
    setChecking(true);
    await refreshSession();
    setChecking(false);
  };
  return (
    <Door desk={null} wide>
      <h1>{words.title}</h1>
      <p className="door-lead">{words.explanation}</p>
      <Notice title="What to do">
        <p>{words.remedy}</p>
        <p>If the console does not go on by itself afterwards, close it and start it again.</p>
        <p className="dim">
          Code: <code>{error.code}</code>
        </p>
      </Notice>
      <div className="door-form">
        <Button onClick={() => void check()} loading={checking}>
          Check again
        </Button>
        <p className="dim">Nothing was deleted. Whatever was stored on this computer is still here.</p>
      </div>
    </Door>
  );
}
