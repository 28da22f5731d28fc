import './this-desk.css';
import '../event/event.css';
import { IconCheck, IconMinus } from '@tabler/icons-react';
import type { JSX, ReactNode } from 'react';
import type { Desk, KeychainStatus, SourceStatus } from '../../shared/domain/desk.ts';
import { PERMISSIONS, ROLE_NAMES, type Permission } from '../../shared/permissions.ts';
import { useCall } from '../api/use-call.ts';
import type { SignedIn } from '../api/signed-in.ts';
import { may } from '../frame/desks.ts';
import { Notice } from '../parts/Notice.tsx';
import { Foreign } from '../text/Foreign.tsx';
import { formatCount, type TimeZoneChoice } from '../time/format.ts';
import { TableError, TableLoading } from '../trail/TableStates.tsx';
import { Connections } from './Connections.tsx';
import { Moment } from './Moment.tsx';

const KEYCHAINS: Readonly<Record<KeychainStatus['backend'], string>> = {
  libsecret: 'Secret service of this computer (libsecret)',
  'macos-keychain': 'macOS keychain',
  'windows-credential-manager': 'Windows Credential Manager',
  'private-keyring-unprotected': 'Private keyring beside the profile, unprotected',
};

export interface ThisDeskProps {
  readonly session: SignedIn;
  readonly source: SourceStatus | null;
  readonly zone: TimeZoneChoice;
}

/** How this desk is protected, what its operator may do, and what it is connected to. */
export function ThisDesk({ session, source, zone }: ThisDeskProps): JSX.Element {
  const {
    data: desk,
    error,
    refetch,
  } = useCall(
    'desk.view',
    {},
    {
      refetchIntervalMs: 15_000,
      fresh: true,
    },
  );
  if (desk === undefined) {
    return error === null ? <TableLoading /> : <TableError error={error} onRetry={() => void refetch()} />;
  }
  return (
    // Scrolls by keys, so it must be reachable by them.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrollable region (WCAG 2.1.1)
    <section className="this-desk" aria-label="This desk" tabIndex={0}>
      <div className="this-desk-inner">
        <div>
          <h1>This desk</h1>
          <p className="dim">How it is protected, what you may do at it, and what it is connected to.</p>
        </div>
        {!desk.keychain.protective && (
          <Notice tone="warn" title="The keys of this desk are not protected">
            <p>
              This computer has no secret service, so the keys are kept in a private keyring beside the
              profile. Whoever can read the profile folder can open the stored trail. That is fine for trying
              the console out, and not for real patients: set up a keychain on this computer before real work.
            </p>
          </Notice>
        )}
        <div className="cards">
          <div className="stack-cards">
            <Card title="Protection">
              <Protection desk={desk} zone={zone} />
            </Card>
            <Card title="Connections">
              <Connections desk={desk} session={session} source={source} zone={zone} />
            </Card>
          </div>
          <Card title="Your role">
            <RoleFacts session={session} />
          </Card>
        </div>
      </div>
    </section>
  );
}

function Card({ title, children }: { readonly title: string; readonly children: ReactNode }): JSX.Element {
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Protection({ desk, zone }: { readonly desk: Desk; readonly zone: TimeZoneChoice }): JSX.Element {
  const { vault, outbox } = desk;
  return (
    <dl className="facts">
      <dt>Keys kept in</dt>
      <dd>{KEYCHAINS[desk.keychain.backend]}</dd>
      <dt>Stored data</dt>
      <dd>
        <Foreign text={vault.cipher} />
      </dd>
      <dt>Key generation</dt>
      <dd>
        {vault.kekGeneration}, since <Moment iso={vault.kekRenewedAt} zone={zone} />
      </dd>
      <dt>Next renewal</dt>
      <dd>
        <Moment iso={vault.kekRenewalDueAt} zone={zone} />
      </dd>
      <dt>Days with own key</dt>
      <dd>{formatCount(vault.eventDays)}</dd>
      <dt>Action log</dt>
      <dd>
        {outbox.waiting === 0 ? 'All sent' : `${formatCount(outbox.waiting)} waiting to be sent`}
        {outbox.lastSentAt !== null && (
          <>
            , last <Moment iso={outbox.lastSentAt} zone={zone} />
          </>
        )}
        {(outbox.refused ?? 0) > 0 && (
          <div className="dim">
            The audit server refused {formatCount(outbox.refused ?? 0)} of them. They stay here and are
            offered again tomorrow.
          </div>
        )}
      </dd>
    </dl>
  );
}

function RoleFacts({ session }: { readonly session: SignedIn }): JSX.Element {
  const { operator } = session;
  return (
    <>
      <p>
        <Foreign text={operator.displayName} />
        {', '}
        {operator.roles.map((role) => ROLE_NAMES[role]).join(', ')}
        {operator.clinic !== null && (
          <>
            {', '}
            <Foreign text={operator.clinic} />
          </>
        )}
      </p>
      <ul className="may-list">
        {(Object.keys(PERMISSIONS) as Permission[]).map((permission) => {
          const allowed = may(operator, permission);
          const Icon = allowed ? IconCheck : IconMinus;
          return (
            <li key={permission} data-may={allowed}>
              <Icon size={16} aria-hidden />
              <span>
                <span className="sr-only">{allowed ? 'You may: ' : 'You may not: '}</span>
                {PERMISSIONS[permission]}
                {!allowed && <span className="dim"> – not with this role</span>}
              </span>
            </li>
          );
        })}
      </ul>
      <p className="dim">
        These rules are checked below the page for every request. The desk locks after{' '}
        {Math.round(session.idleLockMs / 60_000)} minutes without activity.
      </p>
    </>
  );
}
