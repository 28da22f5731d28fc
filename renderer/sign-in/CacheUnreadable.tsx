import type { JSX } from 'react';
import type { Failure } from '../errors/failure.ts';
import { Problem } from '../parts/Problem.tsx';
import { SetAside } from './SetAside.tsx';
import type { SignInControl } from './use-sign-in.ts';

/** The person is known, the sealed data is here, and its keys are not. */
export function CacheUnreadable({
  control,
  error,
}: {
  readonly control: SignInControl;
  readonly error: Failure | null;
}): JSX.Element {
  return (
    <>
      <h1>The stored trail cannot be opened</h1>
      <p className="door-lead">Your sign-in is fine. What is stored on this computer stays sealed.</p>
      {error !== null && <Problem error={error} />}
      <SetAside
        question="If it cannot be mended"
        busy={control.busy}
        onSetAside={() => control.take('session.setCacheAside', {})}
        onBack={control.restart}
      />
    </>
  );
}
