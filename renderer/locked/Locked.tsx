import { useState, type JSX } from 'react';
import type { LockReason, SessionState } from '../../shared/domain/session.ts';
import { Button } from '../parts/Button.tsx';
import { PasswordField } from '../parts/PasswordField.tsx';
import { Initials } from '../parts/Initials.tsx';
import { useFirstFocus } from '../parts/use-first-focus.ts';
import { Problem } from '../parts/Problem.tsx';
import { useCountdown } from '../parts/use-countdown.ts';
import { Door } from '../sign-in/Door.tsx';
import { Stages } from '../sign-in/Stages.tsx';
import { needsFullSignIn } from '../errors/words.ts';
import { useSignIn, type SignInControl } from '../sign-in/use-sign-in.ts';
import { Foreign } from '../text/Foreign.tsx';
import { formatMoment } from '../time/format.ts';

type LockedSession = Extract<SessionState, { kind: 'locked' }>;

const REASONS: Readonly<Record<LockReason, string>> = {
  idle: 'It locked itself, because nobody was active for a while.',
  'time-limit': 'It locked itself, because your password must be given again every twelve hours.',
  operator: 'You locked it.',
  system: 'It locked itself, because this computer was locked or went to sleep.',
  restart: 'The console was closed while you were signed in.',
};

/** Shows who can come back, and nothing of what they saw. */
export function Locked({
  session,
  onConnections,
}: {
  readonly session: LockedSession;
  readonly onConnections: () => void;
}): JSX.Element {
  const control = useSignIn();
  const plain = control.flow.stage.kind === 'password' || control.flow.stage.kind === 'code';
  return (
    <Door desk={session.desk ?? null} wide={!plain} onConnections={onConnections}>
      <Stages control={control} first={<Unlock session={session} control={control} />} />
    </Door>
  );
}

function Unlock({
  session,
  control,
}: {
  readonly session: LockedSession;
  readonly control: SignInControl;
}): JSX.Element {
  const first = useFirstFocus(control.flow.error);
  const [password, setPassword] = useState('');
  const [leaving, setLeaving] = useState(false);
  const { error } = control.flow;
  const waitMs = useCountdown(error);
  const leave = async (): Promise<void> => {
    setLeaving(true);
    await window.medminder.call('session.signOut', {});
    setLeaving(false);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        control.take('session.unlock', { password });
        setPassword('');
      }}
    >
      <h1>This desk is locked</h1>
      <p className="door-lead">{REASONS[session.reason]}</p>
      <div className="door-person">
        <Initials name={session.displayName} />
        <div>
          <strong>
            <Foreign text={session.displayName} />
          </strong>
          <div className="dim">
            <Foreign text={session.username} />
          </div>
        </div>
      </div>
      {error !== null && <Problem error={error} />}
      {error !== null && needsFullSignIn(error.code) && (
        <p className="dim">
          The password alone does not help here. Choose “Sign in with a code”: the user pool must know you
          first.
        </p>
      )}
      <div className="door-form">
        <PasswordField
          label="Password"
          value={password}
          onText={setPassword}
          ref={first}
          autoComplete="current-password"
          maxLength={256}
          description={
            session.offlineUntil === null
              ? 'Without the user pool this desk does not open.'
              : `Opens without the user pool until ${formatMoment(session.offlineUntil)}.`
          }
        />
        <div className="door-buttons">
          <Button type="submit" loading={control.busy} disabled={password === '' || waitMs > 0}>
            Unlock
          </Button>
          <Button variant="subtle" loading={leaving} onClick={() => void leave()}>
            Sign in with a code
          </Button>
        </div>
      </div>
    </form>
  );
}
