import { useState, type JSX } from 'react';
import { Button } from '../parts/Button.tsx';
import { PasswordField } from '../parts/PasswordField.tsx';
import { useFirstFocus } from '../parts/use-first-focus.ts';
import { Problem } from '../parts/Problem.tsx';
import { useCountdown } from '../parts/use-countdown.ts';
import { SetAside } from './SetAside.tsx';
import type { SignInControl } from './use-sign-in.ts';

/** The pool accepted a new password; the data here is still sealed with the one before. */
export function PreviousPassword({ control }: { readonly control: SignInControl }): JSX.Element {
  const first = useFirstFocus(control.flow.error);
  const [password, setPassword] = useState('');
  const { error } = control.flow;
  const waitMs = useCountdown(error);
  return (
    <>
      <h1>Your password has changed</h1>
      <p className="door-lead">
        The user pool has accepted the new one. The trail that is stored on this computer is still sealed with
        the previous one. Give it once, and the trail is sealed with the new one.
      </p>
      {error !== null && <Problem error={error} />}
      <form
        className="door-form"
        onSubmit={(event) => {
          event.preventDefault();
          control.take('session.givePreviousPassword', { password });
          setPassword('');
        }}
      >
        <PasswordField
          label="Previous password"
          value={password}
          onText={setPassword}
          ref={first}
          autoComplete="off"
          maxLength={256}
        />
        <Button type="submit" loading={control.busy} disabled={password === '' || waitMs > 0}>
          Open with the previous password
        </Button>
      </form>
      <SetAside
        question="If you do not know the previous password"
        busy={control.busy}
        onSetAside={() => control.take('session.setCacheAside', {})}
        onBack={control.restart}
      />
    </>
  );
}
