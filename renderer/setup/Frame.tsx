import './setup.css';
import './form.css';
import './test.css';
import './profiles.css';
import '../sign-in/sign-in.css';
import { IconArrowLeft, IconShieldLock } from '@tabler/icons-react';
import type { JSX, ReactNode } from 'react';

export interface FrameProps {
  /** Back to the door, where there is one to go back to. */
  readonly onBack: (() => void) | null;
  readonly children: ReactNode;
}

/** The card of the set-up pages. */
export function Frame({ onBack, children }: FrameProps): JSX.Element {
  return (
    <div className="door">
      <main className="door-main setup-main">
        <div className="door-card setup-card">
          <div className="door-brand setup-brand">
            <IconShieldLock size={20} stroke={1.75} aria-hidden />
            MedMinder Console
            {onBack !== null && (
              <button type="button" className="text-button setup-out" onClick={onBack}>
                <IconArrowLeft size={14} aria-hidden />
                Back to sign-in
              </button>
            )}
          </div>
          {children}
        </div>
      </main>
    </div>
  );
}
