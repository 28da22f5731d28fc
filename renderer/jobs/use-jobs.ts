import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { Job } from '../../shared/domain/jobs.ts';
import type { AppError } from '../../shared/errors.ts';
import { keys } from '../api/query-keys.ts';
import { useCall } from '../api/use-call.ts';
import { paced } from '../trail/paced.ts';
import { inOrder, withJob } from './job-list.ts';

const LATEST = { limit: 100 } as const;
/** The engine says up to four times a second that something moved; the eye needs less. */
const LOOK_EVERY_MS = 500;

export interface Jobs {
  /** What is not over first, then the newest; null until the first answer. */
  readonly list: readonly Job[] | null;
  readonly error: AppError | null;
  readonly retry: () => void;
}

/** The long work of this desk, kept up to date by pushes. Nothing is asked where the operator may not see it. */
export function useJobs(allowed: boolean): Jobs {
  const queryClient = useQueryClient();
  const { data, error, refetch } = useCall('jobs.list', LATEST, { enabled: allowed });
  useEffect(() => {
    if (!allowed) return undefined;
    const look = paced(() => {
      void queryClient.invalidateQueries({ queryKey: keys.all('jobs.list') });
      void queryClient.invalidateQueries({ queryKey: keys.all('jobs.view') });
    }, LOOK_EVERY_MS);
    const stopListening = window.medminder.listen('jobs.changed', look.wish);
    return () => {
      stopListening();
      look.stop();
    };
  }, [allowed, queryClient]);
  const list = useMemo(() => (data === undefined ? null : inOrder(data)), [data]);
  return { list, error, retry: () => void refetch() };
}

/** Shows a job as a call has just answered it, without waiting for the push. */
export function putJob(queryClient: QueryClient, job: Job): void {
  queryClient.setQueryData(keys.call('jobs.list', LATEST), (jobs: readonly Job[] | undefined) =>
    jobs === undefined ? undefined : [...withJob(jobs, job)],
  );
  queryClient.setQueryData(keys.call('jobs.view', { jobId: job.id }), job);
}
