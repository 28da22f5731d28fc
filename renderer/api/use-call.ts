import { useMutation, useQuery, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import type { CallName, RequestOf, ResponseOf } from '../../shared/contract/calls.ts';
import type { AppError } from '../../shared/errors.ts';
import { ask } from './ask.ts';
import { keys } from './query-keys.ts';

export interface UseCallOptions {
  readonly enabled?: boolean;
  /** Show the last answer while a new request is under way. */
  readonly keepPrevious?: boolean;
  readonly refetchIntervalMs?: number;
  /** Ask again whenever the part of the page that shows it appears. */
  readonly fresh?: boolean;
}

/** Reads one call of the contract through the query cache. */
export function useCall<Name extends CallName>(
  name: Name,
  request: RequestOf<Name>,
  options: UseCallOptions = {},
): UseQueryResult<ResponseOf<Name>, AppError> {
  return useQuery<ResponseOf<Name>, AppError>({
    queryKey: keys.call(name, request),
    queryFn: () => ask(name, request),
    enabled: options.enabled ?? true,
    refetchInterval: options.refetchIntervalMs ?? false,
    refetchOnMount: options.fresh === true ? 'always' : true,
    ...(options.keepPrevious === true && { placeholderData: (previous) => previous }),
  });
}

/** Makes one call of the contract when told to. */
export function useAct<Name extends CallName>(
  name: Name,
): UseMutationResult<ResponseOf<Name>, AppError, RequestOf<Name>> {
  return useMutation<ResponseOf<Name>, AppError, RequestOf<Name>>({
    mutationFn: (request) => ask(name, request),
  });
}
