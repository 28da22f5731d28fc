import { createElement, type JSX } from 'react';
import { assertNever } from '../../shared/assert-never.ts';
import type { SessionState } from '../../shared/domain/session.ts';
import { useDeskState } from '../api/session-store.ts';
import type { SignedIn } from '../api/signed-in.ts';
import { EngineOverlay } from '../frame/EngineOverlay.tsx';
import { Locked } from '../locked/Locked.tsx';
import { Failed } from '../sign-in/Failed.tsx';
import { SignIn } from '../sign-in/SignIn.tsx';
import { Starting } from '../sign-in/Starting.tsx';
import { useConsole } from './use-console.ts';

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
      return <Entered session={session} />;
    case 'failed':
      return <Failed error={session.error} />;
    default:
      return assertNever(session);
  }
}

/** The console's code is fetched while the door is shown; who is faster than that sees the door's last page until then. */
function Entered({ session }: { readonly session: SignedIn }): JSX.Element {
  const loaded = useConsole();
  if (loaded === null) return <Starting />;
  return createElement(loaded, { key: session.operator.username, session });
}
