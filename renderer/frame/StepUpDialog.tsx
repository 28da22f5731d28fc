import { Button, PasswordInput } from '@mantine/core';
import { useState, useSyncExternalStore, type JSX } from 'react';
import type { ErrorValue } from '../../shared/errors.ts';
import { stepUp } from '../api/step-up.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { Problem } from '../parts/Problem.tsx';
import { useCountdown } from '../parts/use-countdown.ts';

/** Asks for the password again when a call wants it; then the call is repeated. */
export function StepUpDialog(): JSX.Element | null {
  const open = useSyncExternalStore(stepUp.subscribe, stepUp.isOpen);
  return (
    <Dialog opened={open} onClose={() => stepUp.settle(false)} title="Confirm that it is you">
      {open && <StepUpForm />}
    </Dialog>
  );
}

function StepUpForm(): JSX.Element {
  const [password, setPassword] = useState('');
  const [error, setError] = useState<ErrorValue | null>(null);
  const [busy, setBusy] = useState(false);
  const waitMs = useCountdown(error);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    const answer = await window.medminder.call('session.confirmPassword', { password });
    setBusy(false);
    setPassword('');
    if (answer.ok) stepUp.settle(true);
    else setError(answer.error);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      <p className="dim">
        This shows or writes out personal data exactly as it was sent. Give your password; it counts for one
        hour.
      </p>
      {error !== null && <Problem error={error} />}
      <PasswordInput
        label="Password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        data-autofocus
        autoComplete="current-password"
        maxLength={256}
      />
      <div className="stack-buttons">
        <Button variant="subtle" onClick={() => stepUp.settle(false)}>
          Cancel
        </Button>
        <Button type="submit" loading={busy} disabled={password === '' || waitMs > 0}>
          Confirm
        </Button>
      </div>
    </form>
  );
}
