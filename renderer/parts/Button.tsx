import type { JSX, ReactNode } from 'react';

export interface ButtonProps {
  readonly variant?: 'filled' | 'default' | 'outline' | 'subtle';
  readonly type?: 'button' | 'submit';
  /** Busy with what it was pressed for: it shows so and cannot be pressed again. */
  readonly loading?: boolean;
  readonly disabled?: boolean;
  readonly onClick?: () => void;
  readonly children: ReactNode;
}

/** A button of the door. The desk has the component library's; the door is painted before that is loaded. */
export function Button(props: ButtonProps): JSX.Element {
  const { variant = 'filled', type = 'button', loading = false, disabled = false } = props;
  return (
    <button
      type={type}
      className="button"
      data-variant={variant}
      data-loading={loading || undefined}
      disabled={disabled || loading}
      onClick={props.onClick}
    >
      <span className="button-label">{props.children}</span>
      {loading && <span className="button-ring" aria-hidden />}
    </button>
  );
}
