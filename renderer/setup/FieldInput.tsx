import { TextInput } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import type { JSX } from 'react';
import { FIELDS, type Field, type FieldName } from './fields.ts';
import type { Fault } from './form.ts';

export interface FieldInputProps {
  readonly name: FieldName;
  readonly value: string;
  readonly fault: Fault | undefined;
  /** A policy file decides it. */
  readonly fixed: boolean;
  readonly onChange: (text: string) => void;
  readonly onBlur?: () => void;
}

/** One value of the settings, with where to find it and, once it was left, what is wrong with it. */
export function FieldInput({ name, value, fault, fixed, onChange, onBlur }: FieldInputProps): JSX.Element {
  const field: Field = FIELDS[name];
  const code = name !== 'label' && !name.startsWith('groups.') && name !== 'idleLockMs';
  return (
    <TextInput
      className={code ? 'setup-code' : ''}
      name={name}
      label={
        <>
          {field.label}
          {field.optional && <span className="dim"> (optional)</span>}
        </>
      }
      description={fixed ? 'Set by your organisation.' : field.help}
      error={fault === undefined ? null : fault === 'missing' ? 'This is needed.' : field.form}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      value={value}
      readOnly={fixed}
      data-fixed={fixed || undefined}
      rightSection={fixed ? <IconLock size={16} aria-hidden /> : null}
      inputMode={name === 'idleLockMs' ? 'decimal' : 'text'}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      maxLength={500}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={onBlur}
    />
  );
}
