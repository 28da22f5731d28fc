import './sign-in.css';
import { IconShieldLock } from '@tabler/icons-react';
import type { JSX, ReactNode } from 'react';
import type { DeskHint } from '../../shared/domain/session.ts';
import { Copyable } from '../parts/Copyable.tsx';
import { Foreign } from '../text/Foreign.tsx';

export interface DoorProps {
  readonly desk: DeskHint | null;
  readonly wide?: boolean;
  /** Shows which pool and audit server this console works on; absent where that cannot be changed now. */
  readonly onConnections?: () => void;
  readonly children: ReactNode;
}

/** The page before the console: one card, and below it which clinic this is. */
export function Door({ desk, wide = false, onConnections, children }: DoorProps): JSX.Element {
  return (
    <div className="door">
      <main className="door-main">
        <div className={wide ? 'door-card wide' : 'door-card'}>
          <div className="door-brand">
            <IconShieldLock size={20} stroke={1.75} aria-hidden />
            MedMinder Console
          </div>
          {children}
        </div>
      </main>
      {(desk !== null || onConnections !== undefined) && (
        <footer className="door-foot">
          {desk !== null && <Hint desk={desk} />}
          {onConnections !== undefined && (
            <button type="button" className="text-button" onClick={onConnections}>
              Connections
            </button>
          )}
        </footer>
      )}
    </div>
  );
}

function Hint({ desk }: { readonly desk: DeskHint }): JSX.Element {
  return (
    <>
      {desk.demo && (
        <span className="badge" data-tone="accent">
          Demo clinic
        </span>
      )}
      <Foreign text={desk.label} />
      {desk.demo && desk.personsUrl !== null && (
        <p>
          Its people, passwords and one-time codes are shown at{' '}
          <Copyable text={desk.personsUrl} what="address of the page of persons" />
        </p>
      )}
    </>
  );
}
