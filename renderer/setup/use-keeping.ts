import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Settings } from '../../shared/domain/settings.ts';
import type { Profile } from '../../shared/domain/setup.ts';
import { toErrorValue } from '../../shared/errors.ts';
import { askPlainly } from '../api/ask.ts';
import { keys } from '../api/query-keys.ts';
import type { Failure } from '../errors/failure.ts';

export interface Keeping {
  readonly busy: boolean;
  readonly error: Failure | null;
  readonly forget: () => void;
  /** Keeps connections; the answer is null where that failed. */
  readonly save: (settings: Settings, profileId: string | null) => Promise<Profile | null>;
  /** Starts the console anew on connections; true if it did. */
  readonly use: (profileId: string) => Promise<boolean>;
  readonly remove: (profileId: string) => Promise<boolean>;
}

/** Whatever changes the connections of this computer: one change at a time, its failure kept until the next. */
export function useKeeping(): Keeping {
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Failure | null>(null);

  const change = async <T>(act: () => Promise<T>): Promise<T | null> => {
    setBusy(true);
    setError(null);
    try {
      return await act();
    } catch (cause) {
      setError(toErrorValue(cause));
      return null;
    } finally {
      setBusy(false);
      // Also after a failure: another window or a file may have changed what is there.
      await queryClient.invalidateQueries({ queryKey: keys.all('setup.view') });
    }
  };
  return {
    busy,
    error,
    forget: () => setError(null),
    save: async (settings, profileId) =>
      change(async () => askPlainly('setup.save', { settings, ...(profileId !== null && { profileId }) })),
    use: async (profileId) => (await change(async () => askPlainly('setup.use', { profileId }))) !== null,
    remove: async (profileId) =>
      (await change(async () => askPlainly('setup.remove', { profileId }))) !== null,
  };
}
