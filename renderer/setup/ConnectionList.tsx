import { Button } from '@mantine/core';
import type { JSX } from 'react';
import type { Profile, Setup } from '../../shared/domain/setup.ts';
import type { Failure } from '../errors/failure.ts';
import { Notice } from '../parts/Notice.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Heading } from './Heading.tsx';
import { Foreign } from '../text/Foreign.tsx';
import { lockedBecause, mayDoWith, mayNotAddBecause, policyFault } from './policy.ts';
import { ProfileCard } from './ProfileCard.tsx';

export interface ConnectionListProps {
  readonly setup: Setup;
  /** Somebody's session waits behind the lock. */
  readonly behindLock: boolean;
  /** Why the set-up is shown, or what went wrong in it. */
  readonly error: Failure | null;
  /** What was just done, for who cannot see the list change. */
  readonly done: string;
  readonly busyId: string | null;
  readonly onUse: (profile: Profile) => void;
  readonly onEdit: (profile: Profile) => void;
  readonly onTest: (profile: Profile) => void;
  readonly onRemove: (profile: Profile) => void;
  readonly onAdd: () => void;
}

/** All connections that this computer knows, and what may be done with them. */
export function ConnectionList(props: ConnectionListProps): JSX.Element {
  const { setup, behindLock, error, done, busyId, onUse, onEdit, onTest, onRemove, onAdd } = props;
  const locked = lockedBecause(setup, behindLock);
  const mayNotAdd = mayNotAddBecause(setup, behindLock);
  const { error: policyError } = setup.policy;
  return (
    <>
      {/* A new one where an entry has gone, for the focus was in it. */}
      <Heading key={setup.profiles.length}>Connections</Heading>
      <p className="door-lead">
        Each is a user pool with its audit server. The console works on one of them at a time, and each has
        its own encrypted trail.
      </p>
      <div className="setup-sections">
        {policyError !== null && (
          <Notice tone="danger" live title="The policy of your organisation cannot be read">
            <p>
              A policy file on this computer says what may be set. {policyFault(policyError)} Until that is
              mended, nothing can be changed here and nobody can sign in.
            </p>
            <p>Ask your IT department to correct the file, then start the console again.</p>
            <p className="dim">
              Code: <code>{policyError.code}</code>
            </p>
            {typeof policyError.detail?.['policy'] === 'string' && (
              <p className="dim">
                File: <Foreign text={policyError.detail['policy']} />
              </p>
            )}
          </Notice>
        )}
        {error !== null && error.code !== policyError?.code && <Problem error={error} />}
        {policyError === null && (locked ?? mayNotAdd) !== null && (
          <Notice title={locked === null ? 'Set by your organisation' : 'Nothing can be changed here'}>
            <p>{locked ?? mayNotAdd}</p>
          </Notice>
        )}
        {setup.profiles.length === 0 ? (
          <p className="dim">No connections are kept on this computer.</p>
        ) : (
          <ul className="profiles" aria-label="Connections on this computer">
            {setup.profiles.map((profile) => (
              <ProfileCard
                key={profile.id}
                profile={profile}
                managed={profile.managed && !setup.fixedByCommandLine}
                may={mayDoWith(setup, profile, behindLock)}
                busy={busyId === profile.id}
                onUse={() => onUse(profile)}
                onEdit={() => onEdit(profile)}
                onTest={() => onTest(profile)}
                onRemove={() => onRemove(profile)}
              />
            ))}
          </ul>
        )}
        <output className="sr-only">{done}</output>
        <div className="setup-buttons">
          <Button variant="default" disabled={mayNotAdd !== null} onClick={onAdd}>
            Add connections
          </Button>
        </div>
      </div>
    </>
  );
}
