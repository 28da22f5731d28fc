import { useQueryClient } from '@tanstack/react-query';
import type { SourceStatus } from '../../shared/domain/desk.ts';
import { keys } from '../api/query-keys.ts';
import { useCall } from '../api/use-call.ts';
import { usePush } from '../api/use-push.ts';

/** How the audit server is being followed, kept up to date by pushes; null where unknown or not this role's business. */
export function useSource(allowed: boolean): SourceStatus | null {
  const queryClient = useQueryClient();
  const { data } = useCall('audit.source', {}, { enabled: allowed });
  usePush('audit.source', (status) => queryClient.setQueryData(keys.call('audit.source', {}), status));
  return data ?? null;
}
