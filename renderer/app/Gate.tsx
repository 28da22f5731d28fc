import { lazy, Suspense, type JSX } from 'react';
import { assertNever } from '../../shared/assert-never.ts';
import type { SessionState } from '../../shared/domain/session.ts';
import { useDeskState } from '../api/session-store.ts';
import { EngineOverlay } from '../frame/EngineOverlay.tsx';
import { Locked } from '../locked/Locked.tsx';
import { Failed } from '../sign-in/Failed.tsx';
import { SignIn } from '../sign-in/SignIn.tsx';
import { Starting } from '../sign-in/Starting.tsx';

/** The door is painted without waiting for the console behind it, which is fetched meanwhile (App.tsx). */
export const loadConsole = async () => import('../frame/Console.tsx');
const Console = lazy(() => loadConsole().then(({ Console: component }) => ({ default: component })));

/** Decides which page is shown. Whatever is not the console holds nothing of the trail: not in the DOM, not in memory. */
export function Gate(): JSX.Element {
  const { session, engine } = useDeskState();
  return (
    <>
      <Page session={session} />
      {engine !== 'running' && <EngineOverlay state={engine} />}
    </>
  );
}

function Page({ session }: { readonly session: SessionState }): JSX.Element {
  switch (session.kind) {
    case 'starting':
      return <Starting />;
    case 'signed-out':
      return <SignIn reason={session.reason ?? null} desk={session.desk ?? null} />;
    case 'locked':
      return <Locked session={session} />;
    case 'signed-in':
      return (
        <Suspense fallback={<Starting />}>
          <Console key={session.operator.username} session={session} />
        </Suspense>
      );
    case 'failed':
      return <Failed error={session.error} />;
    default:
      return assertNever(session);
  }
}
