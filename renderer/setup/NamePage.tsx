import { Button } from '@mantine/core';
import { useEffect, useRef, useState, type JSX } from 'react';
import type { Failure } from '../errors/failure.ts';
import { Notice } from '../parts/Notice.tsx';
import { Problem } from '../parts/Problem.tsx';
import { FieldInput } from './FieldInput.tsx';
import { faultsOf, type Values } from './form.ts';
import { Heading } from './Heading.tsx';
import { NoSecrets } from './NoSecrets.tsx';
import { StepsBar } from './StepsBar.tsx';

export interface NamePageProps {
  readonly guided: boolean;
  readonly values: Values;
  readonly fixed: boolean;
  /** Steps of the test that failed, for these connections are kept all the same. */
  readonly failedSteps: number;
  /** They may be kept without starting on them: others are in use. */
  readonly maySaveOnly: boolean;
  readonly busy: boolean;
  readonly error: Failure | null;
  readonly onChange: (label: string) => void;
  readonly onSave: (start: boolean) => void;
  readonly onBack: () => void;
}

/** The last page: what to call the connections, and start on them. */
export function NamePage(props: NamePageProps): JSX.Element {
  const { guided, values, fixed, failedSteps, maySaveOnly, busy, error, onChange, onSave, onBack } = props;
  const [attempts, setAttempts] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const fault = faultsOf(values).label;
  useEffect(() => {
    if (attempts > 0) form.current?.querySelector('input')?.focus();
  }, [attempts]);
  const save = (start: boolean): void => {
    if (fault === undefined) onSave(start);
    else setAttempts((count) => count + 1);
  };
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save(true);
      }}
    >
      {guided && <StepsBar at={3} />}
      <Heading>Name the connections and start</Heading>
      <p className="door-lead">
        The console starts anew on them and asks you to sign in with your account of the pool.
      </p>
      <div className="setup-sections">
        {error !== null && <Problem error={error} />}
        {failedSteps > 0 && (
          <Notice tone="warn" title="These connections have not passed the test">
            <p>You can come back and test them again: choose “Connections” below the sign-in.</p>
          </Notice>
        )}
        <FieldInput
          name="label"
          value={values.label}
          fault={attempts > 0 ? fault : undefined}
          fixed={fixed}
          onChange={onChange}
        />
        <NoSecrets />
        <div className="setup-buttons">
          <Button type="submit" loading={busy}>
            Save and start
          </Button>
          {maySaveOnly && (
            <Button variant="default" disabled={busy} onClick={() => save(false)}>
              Save only
            </Button>
          )}
          <Button variant="subtle" disabled={busy} onClick={onBack}>
            Back
          </Button>
        </div>
      </div>
    </form>
  );
}
