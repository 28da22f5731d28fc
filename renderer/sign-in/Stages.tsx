import type { JSX, ReactNode } from 'react';
import { assertNever } from '../../shared/assert-never.ts';
import { Dots } from '../parts/Dots.tsx';
import { CacheUnreadable } from './CacheUnreadable.tsx';
import { CodeStep } from './CodeStep.tsx';
import { PreviousPassword } from './PreviousPassword.tsx';
import type { SignInControl } from './use-sign-in.ts';

/** The stages that sign-in and unlock have in common, after the first one. */
export function Stages({
  control,
  first,
}: {
  readonly control: SignInControl;
  readonly first: ReactNode;
}): JSX.Element {
  const { stage, error } = control.flow;
  switch (stage.kind) {
    case 'password':
      return <>{first}</>;
    case 'code':
      return (
        <CodeStep
          key={stage.challengeId}
          control={control}
          challengeId={stage.challengeId}
          expiresAt={stage.expiresAt}
        />
      );
    case 'previous-password':
      return <PreviousPassword control={control} />;
    case 'cache-unreadable':
      return <CacheUnreadable control={control} error={error} />;
    case 'entering':
      return (
        <>
          <h1>Opening your desk</h1>
          <output className="door-lead">The stored trail is being unsealed.</output>
          <Dots />
        </>
      );
    default:
      return assertNever(stage);
  }
}
