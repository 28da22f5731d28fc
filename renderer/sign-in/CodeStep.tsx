import { useState, type JSX } from 'react';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { useFirstFocus } from '../parts/use-first-focus.ts';
import { Problem } from '../parts/Problem.tsx';
import { useNow } from '../parts/use-countdown.ts';
import { formatCountdown } from '../time/format.ts';
import { codeDigits } from './flow.ts';
import type { SignInControl } from './use-sign-in.ts';

export interface CodeStepProps {
  readonly control: SignInControl;
  readonly challengeId: string;
  readonly expiresAt: string;
}

/** The one-time code of the authenticator. It goes off by itself with the sixth digit. */
export function CodeStep({ control, challengeId, expiresAt }: CodeStepProps): JSX.Element {
  const first = useFirstFocus(control.flow.error);
  const [code, setCode] = useState('');
  const now = useNow();
  const leftMs = Date.parse(expiresAt) - now;
  const over = leftMs <= 0;
  const submit = (digits: string): void => {
    if (over || control.busy || digits.length !== 6) return;
    control.take('session.answerCode', { challengeId, code: digits });
    setCode('');
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit(code);
      }}
    >
      <h1>One-time code</h1>
      <p className="door-lead">Enter the six digits that your authenticator shows for MedMinder.</p>
      {control.flow.error !== null && <Problem error={control.flow.error} />}
      <div className="door-form">
        <Field
          className="door-code"
          label="One-time code"
          value={code}
          onText={(text) => {
            const digits = codeDigits(text);
            setCode(digits);
            submit(digits);
          }}
          ref={first}
          autoComplete="one-time-code"
          inputMode="numeric"
          disabled={over}
          description={
            over
              ? 'The time for this sign-in is over.'
              : `${formatCountdown(leftMs)} left. Spaces are fine, pasting too.`
          }
        />
        <div className="door-buttons">
          {!over && (
            <Button type="submit" loading={control.busy} disabled={code.length !== 6}>
              Continue
            </Button>
          )}
          <Button variant={over ? 'filled' : 'subtle'} onClick={control.restart}>
            {over ? 'Start again' : 'Back'}
          </Button>
        </div>
      </div>
    </form>
  );
}
