import { useQueryClient } from '@tanstack/react-query';
import { useLayoutEffect } from 'react';
import { stepUp } from '../api/step-up.ts';

/**
 * Empties the page's memory when the console closes: by a lock, a sign-out, or another operator.
 * SECURITY: what one operator saw must not stay in memory for the next, nor behind a lock.
 */
export function useForgetting(): void {
  const queryClient = useQueryClient();
  useLayoutEffect(
    () => () => {
      stepUp.settle(false);
      void queryClient.cancelQueries();
      queryClient.clear();
    },
    [queryClient],
  );
}
