import { useState, type JSX } from 'react';
import type { Failure } from '../errors/failure.ts';
import type { DeskHint } from '../../shared/domain/session.ts';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { PasswordField } from '../parts/PasswordField.tsx';
import { useFirstFocus } from '../parts/use-first-focus.ts';
import { Problem } from '../parts/Problem.tsx';
import { useCountdown } from '../parts/use-countdown.ts';
import { Door } from './Door.tsx';
import { Stages } from './Stages.tsx';
import { useSignIn, type SignInControl } from './use-sign-in.ts';

export interface SignInProps {
  /** Why nobody is signed in any more, where there is a reason. */
  readonly reason: Failure | null;
  readonly desk: DeskHint | null;
  readonly onConnections: () => void;
}

export function SignIn({ reason, desk, onConnections }: SignInProps): JSX.Element {
  const control = useSignIn();
  return (
    <Door
      desk={desk}
      wide={control.flow.stage.kind !== 'password' && control.flow.stage.kind !== 'code'}
      onConnections={onConnections}
    >
      <Stages control={control} first={<PasswordStep control={control} reason={reason} />} />
    </Door>
  );
}

function PasswordStep({
  control,
  reason,
}: {
  readonly control: SignInControl;
  readonly reason: Failure | null;
}): JSX.Element {
  const again = useFirstFocus(control.flow.error);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const error = control.flow.error ?? (control.busy ? null : reason);
  const waitMs = useCountdown(control.flow.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        control.take('session.signIn', { username, password });
        setPassword('');
      }}
    >
      <h1>Sign in</h1>
      <p className="door-lead">With the account that you have in your clinic’s user pool.</p>
      {error !== null && <Problem error={error} />}
      <div className="door-form">
        <Field
          label="User name"
          value={username}
          onText={setUsername}
          ref={username === '' ? again : null}
          required
          autoComplete="username"
          spellCheck={false}
          maxLength={128}
        />
        <PasswordField
          ref={username === '' ? null : again}
          label="Password"
          value={password}
          onText={setPassword}
          required
          autoComplete="current-password"
          maxLength={256}
        />
        <Button
          type="submit"
          loading={control.busy}
          disabled={waitMs > 0 || username.trim() === '' || password === ''}
        >
          Sign in
        </Button>
      </div>
    </form>
  );
}
