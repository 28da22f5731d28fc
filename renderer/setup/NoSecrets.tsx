import { IconKeyOff } from '@tabler/icons-react';
import type { JSX } from 'react';

/** Said wherever something is entered: nothing here is a secret, and nothing secret is asked for. */
export function NoSecrets(): JSX.Element {
  return (
    <p className="setup-note dim">
      <IconKeyOff size={16} aria-hidden />
      <span>
        No password or key is stored here, and none is asked for. People sign in with their own account.
      </span>
    </p>
  );
}
