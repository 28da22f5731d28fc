import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useState, type JSX } from 'react';
import { Field, type FieldProps } from './Field.tsx';

/** A field for a password, which the person may look at while typing. */
export function PasswordField(props: FieldProps): JSX.Element {
  const [shown, setShown] = useState(false);
  const Icon = shown ? IconEyeOff : IconEye;
  return (
    <Field
      {...props}
      type={shown ? 'text' : 'password'}
      spellCheck={false}
      aside={
        // Not a stop of the Tab key: from the password the way leads to the button below.
        <button
          type="button"
          className="icon-button"
          tabIndex={-1}
          aria-label="Toggle password visibility"
          aria-pressed={shown}
          // The cursor stays where it is.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => setShown(!shown)}
        >
          <Icon size={20} stroke={1.5} aria-hidden />
        </button>
      }
    />
  );
}
