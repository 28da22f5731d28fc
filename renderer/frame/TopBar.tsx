import { Kbd, Popover } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { JSX } from 'react';
import type { Desk, SourceStatus } from '../../shared/domain/desk.ts';
import type { Job } from '../../shared/domain/jobs.ts';
import { useCall } from '../api/use-call.ts';
import { Copyable } from '../parts/Copyable.tsx';
import { Foreign } from '../text/Foreign.tsx';
import type { Commands } from './commands.ts';
import { ConnectionState } from './ConnectionState.tsx';
import type { SignedIn } from '../api/signed-in.ts';
import { OperatorMenu } from './OperatorMenu.tsx';
import { RunningWork } from './RunningWork.tsx';
import { SchemeSwitch } from './SchemeSwitch.tsx';

export interface TopBarProps {
  /** Long work, where the operator may see it. */
  readonly jobs: readonly Job[] | null;
  readonly onShowJob: (jobId: string) => void;
  readonly session: SignedIn;
  readonly source: SourceStatus | null;
  readonly commands: Commands;
}

export function TopBar({ session, source, commands, jobs, onShowJob }: TopBarProps): JSX.Element {
  const { data: desk } = useCall('desk.view', {});
  return (
    <header className="bar">
      <div className="bar-clinic">
        {desk !== undefined && <Foreign text={desk.label} />}
        {desk?.demo === true && <DemoBadge desk={desk} />}
      </div>
      <span className="bar-gap" />
      <RunningWork jobs={jobs} onShow={onShowJob} />
      <ConnectionState connection={session.connection} source={source} offlineUntil={session.offlineUntil} />
      <button
        type="button"
        className="bar-button"
        aria-label="Command palette"
        onClick={commands.openPalette}
      >
        <IconSearch size={16} aria-hidden />
        <Kbd size="xs">Ctrl K</Kbd>
      </button>
      <SchemeSwitch />
      <OperatorMenu operator={session.operator} commands={commands} />
    </header>
  );
}

/** External pages cannot be opened from here, so the address is shown to be copied. */
function DemoBadge({ desk }: { readonly desk: Desk }): JSX.Element {
  return (
    <Popover width={340} position="bottom-start" withArrow trapFocus>
      <Popover.Target>
        <button type="button" className="badge badge-button" data-tone="accent">
          Demo clinic
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="About the demo clinic">
        <div className="popover-body">
          <p>Everybody here is made up. The clinic runs on this computer only.</p>
          {typeof desk.personsUrl === 'string' && (
            <p>
              Its people, passwords and one-time codes are shown in a browser at{' '}
              <Copyable text={desk.personsUrl} what="address of the page of persons" />
            </p>
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
