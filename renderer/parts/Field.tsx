import { useId, type HTMLAttributes, type JSX, type ReactNode, type Ref } from 'react';

export interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onText: (text: string) => void;
  readonly ref?: Ref<HTMLInputElement> | undefined;
  readonly autoComplete: string;
  readonly maxLength?: number;
  readonly required?: boolean;
  readonly disabled?: boolean;
  readonly spellCheck?: boolean;
  readonly inputMode?: HTMLAttributes<HTMLInputElement>['inputMode'];
  readonly className?: string;
  /** Said below the field. */
  readonly description?: ReactNode;
}

export interface FieldShapeProps extends FieldProps {
  readonly type?: 'text' | 'password';
  /** Stands at the right end of the field. */
  readonly aside?: ReactNode;
}

/** A labelled field of the door. */
export function Field(props: FieldShapeProps): JSX.Element {
  const { label, value, onText, className, description, aside, type = 'text', ...input } = props;
  const id = useId();
  const descriptionId = `${id}-description`;
  return (
    <div className={className === undefined ? 'field' : `field ${className}`}>
      <label htmlFor={id}>{label}</label>
      <div className="field-box">
        <input
          {...input}
          id={id}
          type={type}
          value={value}
          onChange={(event) => onText(event.currentTarget.value)}
          data-aside={aside === undefined ? undefined : true}
          aria-describedby={description === undefined ? undefined : descriptionId}
        />
        {aside}
      </div>
      {description !== undefined && <p id={descriptionId}>{description}</p>}
    </div>
  );
}
