import { createElement, useState, type JSX } from 'react';
import { assertNever } from '../../shared/assert-never.ts';
import type { SessionState } from '../../shared/domain/session.ts';
import { refreshSession, useDeskState } from '../api/session-store.ts';
import type { SignedIn } from '../api/signed-in.ts';
import { EngineOverlay } from '../frame/EngineOverlay.tsx';
import { Locked } from '../locked/Locked.tsx';
import type { SetupProps } from '../setup/Setup.tsx';
import { Failed } from '../sign-in/Failed.tsx';
import { SignIn } from '../sign-in/SignIn.tsx';
import { Starting } from '../sign-in/Starting.tsx';
import { useConsole, useConsoleAhead } from './use-console.ts';
import { useSetup } from './use-setup.ts';

/** Decides which page is shown. Whatever is not the console holds nothing of the trail: not in the DOM, not in memory. */
export function Gate(): JSX.Element {
  const { session, engine } = useDeskState();
  const [connections, setConnections] = useState(false);
  useConsoleAhead(atTheDoor(session));
  if (connections && !atTheDoor(session)) setConnections(false);
  return (
    <>
      {connections && atTheDoor(session) ? (
        <SettingUp
          reason={null}
          behindLock={session.kind === 'locked'}
          onBack={() => setConnections(false)}
          onUsed={() => {
            setConnections(false);
            void refreshSession();
          }}
        />
      ) : (
        <Page session={session} onConnections={() => setConnections(true)} />
      )}
      {engine !== 'running' && <EngineOverlay state={engine} />}
    </>
  );
}

/** True where the connections can be looked at: nobody is signed in, and the desk has come to rest. */
function atTheDoor({ kind }: SessionState): boolean {
  return kind === 'signed-out' || kind === 'locked' || kind === 'failed';
}

interface PageProps {
  readonly session: SessionState;
  readonly onConnections: () => void;
}

function Page({ session, onConnections }: PageProps): JSX.Element {
  switch (session.kind) {
    case 'starting':
      return <Starting />;
    case 'signed-out':
      return (
        <SignIn reason={session.reason ?? null} desk={session.desk ?? null} onConnections={onConnections} />
      );
    case 'locked':
      return <Locked session={session} onConnections={onConnections} />;
    case 'signed-in':
      return <Entered session={session} />;
    case 'failed':
      return <Failed error={session.error} onConnections={onConnections} />;
    case 'setup':
      return (
        <SettingUp
          reason={session.reason}
          behindLock={false}
          onBack={null}
          onUsed={() => void refreshSession()}
        />
      );
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

function SettingUp(props: SetupProps): JSX.Element {
  const loaded = useSetup();
  return loaded === null ? <Starting /> : createElement(loaded, props);
}
