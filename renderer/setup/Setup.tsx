import { Button, Loader } from '@mantine/core';
import type { JSX } from 'react';
import { useCall } from '../api/use-call.ts';
import type { Failure } from '../errors/failure.ts';
import { Problem } from '../parts/Problem.tsx';
import { Frame } from './Frame.tsx';
import { Heading } from './Heading.tsx';
import { Pages } from './Pages.tsx';

export interface SetupProps {
  /** Why the console asks for a set-up, where it is not simply new. */
  readonly reason: Failure | null;
  /** Somebody's session waits behind the lock: the connections can be looked at only. */
  readonly behindLock: boolean;
  /** Back to the door, where there is one. */
  readonly onBack: (() => void) | null;
  /** The console has started anew on other connections. */
  readonly onUsed: () => void;
}

/** First run and connections: everything before the door. The root of a chunk of its own. */
export function Setup({ reason, behindLock, onBack, onUsed }: SetupProps): JSX.Element {
  const { data: setup, error, isFetching, refetch } = useCall('setup.view', {}, { fresh: true });
  if (setup !== undefined) {
    return (
      <Frame onBack={onBack}>
        <Pages setup={setup} behindLock={behindLock} reason={reason} onBack={onBack} onUsed={onUsed} />
      </Frame>
    );
  }
  return (
    <Frame onBack={onBack}>
      <Heading>Connections</Heading>
      {error === null ? (
        <>
          <output className="door-lead">Looking up what is set up on this computer.</output>
          <Loader size="sm" type="dots" aria-hidden />
        </>
      ) : (
        <Problem
          error={error}
          actions={
            <Button size="xs" variant="default" loading={isFetching} onClick={() => void refetch()}>
              Try again
            </Button>
          }
        />
      )}
    </Frame>
  );
}
