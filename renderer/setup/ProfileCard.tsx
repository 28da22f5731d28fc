import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useEffect, useRef, useState, type JSX } from 'react';
import { flushSync } from 'react-dom';
import type { Profile } from '../../shared/domain/setup.ts';
import { Copyable } from '../parts/Copyable.tsx';
import { Foreign } from '../text/Foreign.tsx';
import { visibleText } from '../text/visible.ts';
import type { mayDoWith } from './policy.ts';

export interface ProfileCardProps {
  readonly profile: Profile;
  /** By the file of an IT department. */
  readonly managed: boolean;
  readonly may: ReturnType<typeof mayDoWith>;
  readonly busy: boolean;
  readonly onUse: () => void;
  readonly onEdit: () => void;
  readonly onTest: () => void;
  readonly onRemove: () => void;
}

/** One set of connections. Removing it asks once more. */
export function ProfileCard(props: ProfileCardProps): JSX.Element {
  const { profile, managed, may, busy, onUse, onEdit, onTest, onRemove } = props;
  const [sure, setSure] = useState(false);
  const removeButton = useRef<HTMLButtonElement>(null);
  const { settings } = profile;
  return (
    <li className="profile" data-active={profile.active}>
      <div className="profile-head">
        <h2>
          <Foreign text={settings.label} />
        </h2>
        {profile.active && (
          <span className="badge" data-tone="accent">
            In use
          </span>
        )}
        {settings.demo && <span className="badge">Demo clinic</span>}
        {managed && (
          <span className="badge">
            <IconLock size={12} aria-hidden />
            Managed by your IT department
          </span>
        )}
      </div>
      <dl className="profile-facts">
        <dt>User pool</dt>
        <dd>
          <Copyable text={settings.userPoolId} what="user pool ID" />
        </dd>
        <dt>Audit server</dt>
        <dd>
          <Copyable text={settings.fhirBaseUrl} what="address of the audit server" />
        </dd>
      </dl>
      {may.edit && !may.remove && <p className="dim">To remove the connections in use, use others first.</p>}
      {sure ? (
        <RemoveQuestion
          busy={busy}
          onRemove={onRemove}
          onKeep={() => {
            flushSync(() => setSure(false));
            removeButton.current?.focus();
          }}
        />
      ) : (
        <fieldset className="setup-buttons" aria-label={`What to do with ${visibleText(settings.label)}`}>
          {!profile.active && (
            <Button size="xs" variant="default" loading={busy} disabled={!may.use} onClick={onUse}>
              Use
            </Button>
          )}
          <Button size="xs" variant="default" disabled={!may.test} onClick={onTest}>
            Test
          </Button>
          <Button size="xs" variant="default" disabled={!may.edit} onClick={onEdit}>
            Edit
          </Button>
          <Button
            ref={removeButton}
            size="xs"
            variant="subtle"
            disabled={!may.remove}
            onClick={() => setSure(true)}
          >
            Remove…
          </Button>
        </fieldset>
      )}
    </li>
  );
}

interface RemoveQuestionProps {
  readonly busy: boolean;
  readonly onRemove: () => void;
  readonly onKeep: () => void;
}

/** Asks once more. The focus stands on the way back. */
function RemoveQuestion({ busy, onRemove, onKeep }: RemoveQuestionProps): JSX.Element {
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <div className="stack" role="alert">
      <p>
        Remove these connections? The encrypted trails that were read through them stay on this computer, and
        open again when the same connections are set up.
      </p>
      <div className="setup-buttons">
        <Button size="xs" variant="outline" loading={busy} onClick={onRemove}>
          Yes, remove them
        </Button>
        <Button ref={keep} size="xs" variant="subtle" onClick={onKeep}>
          Keep them
        </Button>
      </div>
    </div>
  );
}
