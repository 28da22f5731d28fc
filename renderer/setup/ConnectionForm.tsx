import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef, useState, type JSX } from 'react';
import { Notice } from '../parts/Notice.tsx';
import { Foreign } from '../text/Foreign.tsx';
import { FieldInput } from './FieldInput.tsx';
import { fieldLabel, FIELD_NAMES, FIELDS, isFieldName, type FieldName, type Section } from './fields.ts';
import { faultsOf, type Faults, type Values } from './form.ts';
import { Heading } from './Heading.tsx';
import { NoSecrets } from './NoSecrets.tsx';
import { recognise } from './recognise.ts';
import { StepsBar } from './StepsBar.tsx';

export interface ConnectionFormProps {
  readonly title: string;
  /** Shown as a step of the guided set-up. */
  readonly guided: boolean;
  readonly values: Values;
  readonly fixed: ReadonlySet<FieldName>;
  /** The settings file that the values come from, with the fields in it that do not fit. */
  readonly file: { readonly name: string; readonly faults: readonly string[] } | null;
  readonly onChange: (values: Values) => void;
  readonly onNext: () => void;
  readonly onBack: () => void;
}

const SECTIONS: Readonly<Record<Exclude<Section, 'advanced'>, string>> = {
  pool: 'User pool',
  roles: 'Groups of the three roles',
  server: 'Audit server',
  desk: 'This desk',
};

/** The name is asked for last, when the connections are known to work. */
function fieldsIn(section: Section): readonly FieldName[] {
  return FIELD_NAMES.filter((name) => FIELDS[name].section === section && name !== 'label');
}

/** The values that connect the console, in sections. Goes on only when each is in its form. */
export function ConnectionForm(props: ConnectionFormProps): JSX.Element {
  const { title, guided, values, fixed, file, onChange, onNext, onBack } = props;
  const [left, setLeft] = useState<ReadonlySet<FieldName>>(
    () => new Set(file?.faults.filter((name) => isFieldName(name)) ?? []),
  );
  const [attempts, setAttempts] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const faults = useMemo((): Faults => {
    const { label: _later, ...now } = faultsOf(values);
    return now;
  }, [values]);
  const faulty = FIELD_NAMES.filter((name) => name in faults);
  const shown = (name: FieldName): boolean => attempts > 0 || left.has(name);
  // Opened by a fault in it, so that the fault can be seen.
  const advancedInUse = fieldsIn('advanced').some((name) => values[name] !== '' || name in faults);
  const unknown = file?.faults.filter((name) => !isFieldName(name)) ?? [];

  useEffect(() => {
    if (attempts > 0) form.current?.querySelector<HTMLInputElement>('[aria-invalid="true"]')?.focus();
  }, [attempts]);

  const input = (name: FieldName): JSX.Element => (
    <FieldInput
      key={name}
      name={name}
      value={values[name]}
      fault={shown(name) ? faults[name] : undefined}
      fixed={fixed.has(name)}
      onChange={(text) => {
        const patch = recognise(name, text, values);
        const allowed = Object.entries(patch).filter(([each]) => !fixed.has(each as FieldName));
        onChange({ ...values, ...Object.fromEntries(allowed) });
      }}
      onBlur={() => setLeft((before) => (values[name] === '' ? before : new Set([...before, name])))}
    />
  );

  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (faulty.length === 0) onNext();
        else setAttempts((count) => count + 1);
      }}
    >
      {guided && <StepsBar at={1} />}
      <Heading>{title}</Heading>
      <p className="door-lead">
        Copy the values as they are: blanks around them do no harm. Nothing is kept before you say so.
      </p>
      <div className="setup-sections">
        {file !== null && (
          <Notice
            title={
              <>
                From the file <Foreign text={file.name} />
              </>
            }
          >
            <p>
              {file.faults.length === 0
                ? 'Everything in it is in its form. Look at it, then test it.'
                : 'Not everything in it fits. What does not is marked below and can be mended here.'}
            </p>
            {unknown.length > 0 && (
              <p>
                Left out, for this console does not know it:{' '}
                <Foreign text={unknown.map(fieldLabel).join(', ')} />
              </p>
            )}
          </Notice>
        )}
        {attempts > 0 && faulty.length > 0 && (
          <Notice key={attempts} tone="warn" live title="Not everything is in its form yet">
            <p>
              {faulty.length === 1 ? 'One field needs' : `${faulty.length} fields need`} another look:{' '}
              {faulty.map((name) => FIELDS[name].label).join(', ')}.
            </p>
          </Notice>
        )}
        {(Object.keys(SECTIONS) as (keyof typeof SECTIONS)[]).map((section) => (
          <fieldset key={section} className="setup-section" data-section={section}>
            <legend>{SECTIONS[section]}</legend>
            {section === 'roles' && (
              <p className="setup-section-lead dim">
                Amazon Cognito, your pool, Groups. Each name exactly as it stands there.
              </p>
            )}
            {fieldsIn(section).map(input)}
          </fieldset>
        ))}
        <details className="setup-section" open={advancedInUse}>
          <summary>Advanced: private addresses</summary>
          {fieldsIn('advanced').map(input)}
        </details>
        <NoSecrets />
        <div className="setup-buttons">
          <Button type="submit">Test the connections</Button>
          <Button variant="subtle" onClick={onBack}>
            Back
          </Button>
        </div>
      </div>
    </form>
  );
}
