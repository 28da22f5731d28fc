import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { JSX, ReactNode } from 'react';

export type Tone = 'info' | 'warn' | 'danger';

export interface NoticeProps {
  readonly tone?: Tone;
  readonly title?: ReactNode;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  /** Said by a screen reader as soon as it appears. */
  readonly live?: boolean;
}

/** A few calm sentences about something that a person should know. */
export function Notice({ tone = 'info', title, children, actions, live = false }: NoticeProps): JSX.Element {
  const Icon = tone === 'info' ? IconInfoCircle : IconAlertTriangle;
  return (
    <div className="notice" data-tone={tone} {...(live && { role: tone === 'danger' ? 'alert' : 'status' })}>
      <Icon size={18} stroke={1.75} aria-hidden />
      <div>
        {title !== undefined && <h2>{title}</h2>}
        {children}
        {actions !== undefined && <div className="notice-actions">{actions}</div>}
      </div>
    </div>
  );
}
