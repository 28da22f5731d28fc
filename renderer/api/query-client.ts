import { QueryClient } from '@tanstack/react-query';
import { isAppError, type ErrorCode } from '../../shared/errors.ts';

/** Failures that pass by themselves within seconds: the engine restarts, the writer is busy. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['engine/unavailable', 'store/busy', 'store/closed']);

export function isPassing(error: unknown): boolean {
  return isAppError(error) && PASSING.has(error.code);
}

/** The page's only cache. It lives in memory and is emptied when the desk locks. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The answers come from this machine's own store: the browser's idea of being online says nothing about them.
        networkMode: 'always',
        staleTime: Infinity,
        gcTime: 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (failures, error) => failures < 3 && isPassing(error),
        retryDelay: (failures) => Math.min(500 * 2 ** failures, 4000),
      },
      mutations: { networkMode: 'always' },
    },
  });
}
