import type { JSX } from 'react';
import type { Desk, SourceStatus } from '../../shared/domain/desk.ts';
import type { SignedIn } from '../api/signed-in.ts';
import { commandsOf } from '../frame/commands.ts';
import { Copyable } from '../parts/Copyable.tsx';
import { Foreign } from '../text/Foreign.tsx';
import type { TimeZoneChoice } from '../time/format.ts';
import { Moment } from './Moment.tsx';

export interface ConnectionsProps {
  readonly desk: Desk;
  readonly session: SignedIn;
  readonly source: SourceStatus | null;
  readonly zone: TimeZoneChoice;
}

/** The connections in use, to be read. They are changed before the door, when nobody is signed in. */
export function Connections({ desk, session, source, zone }: ConnectionsProps): JSX.Element {
  return (
    <>
      <dl className="facts">
        <dt>Clinic</dt>
        <dd>
          <Foreign text={desk.label} />
          {desk.demo && ' (demo clinic)'}
        </dd>
        <dt>User pool</dt>
        <dd>
          <Copyable text={desk.userPoolId} what="user pool id" />
          <div className="dim">
            {session.connection === 'online' ? 'Connected' : 'Not reached'}; opens without it until{' '}
            <Moment iso={session.offlineUntil} zone={zone} />
          </div>
        </dd>
        <dt>Audit server</dt>
        <dd>
          <Copyable text={desk.fhirBaseUrl} what="address of the audit server" />
          {typeof source?.lastContactAt === 'string' && (
            <div className="dim">
              Last contact <Moment iso={source.lastContactAt} zone={zone} />
            </div>
          )}
        </dd>
        {typeof desk.personsUrl === 'string' && (
          <>
            <dt>Page of persons</dt>
            <dd>
              <Copyable text={desk.personsUrl} what="address of the page of persons" />
            </dd>
          </>
        )}
        <dt>Signed in</dt>
        <dd>
          <Moment iso={session.signedInAt} zone={zone} />
        </dd>
        <dt>Version</dt>
        <dd>{desk.appVersion}</dd>
      </dl>
      <div className="card-foot">
        <p className="dim">
          Other connections are chosen before signing in: “Connections” below the sign-in.
        </p>
        <button type="button" className="text-button" onClick={commandsOf().signOut}>
          Sign out to change
        </button>
      </div>
    </>
  );
}
