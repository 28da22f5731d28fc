import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo } from 'react';
import type { ResponseOf } from '../../shared/contract/calls.ts';
import type { JobItem } from '../../shared/domain/jobs.ts';
import type { AppError } from '../../shared/errors.ts';
import { ask } from '../api/ask.ts';
import { keys } from '../api/query-keys.ts';
import { paced } from '../trail/paced.ts';

const PAGE_ITEMS = 200;
const LOOK_EVERY_MS = 1500;

export type ItemsPage = ResponseOf<'jobs.items'>;
export type ItemsData = InfiniteData<ItemsPage, number>;

export interface Items {
  readonly items: readonly JobItem[];
  readonly pending: boolean;
  readonly error: AppError | null;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
  readonly retry: () => void;
}

/**
 * The lines of a job's result, page by page as they are scrolled to; a running job's new ones follow at the end. For a
 * component that is keyed by the verdict: each list is looked at again when it appears.
 */
export function useItems(jobId: string, verdict: JobItem['verdict'] | null): Items {
  const queryClient = useQueryClient();
  const queryKey = keys.jobItems(jobId, verdict);
  const pageAfter = (after: number): Promise<ItemsPage> =>
    ask('jobs.items', { jobId, after, limit: PAGE_ITEMS, ...(verdict !== null && { verdict }) });
  const query = useInfiniteQuery<ItemsPage, AppError, ItemsData, typeof queryKey, number>({
    queryKey,
    queryFn: ({ pageParam }) => pageAfter(pageParam),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
  });

  const look = async (): Promise<void> => {
    const before = queryClient.getQueryData<ItemsData>(queryKey);
    if (before === undefined || before.pages.at(-1)?.next !== null) return;
    const after = lastNumber(before);
    const page = await pageAfter(after);
    queryClient.setQueryData<ItemsData>(queryKey, (now) => now && withTail(now, page, after));
  };
  /** A failure here is no news: the next push looks again. */
  const onLook = useEffectEvent(() => void look().catch(() => undefined));
  useEffect(() => {
    const looking = paced(() => onLook(), LOOK_EVERY_MS);
    const stopListening = window.medminder.listen('jobs.changed', (changed) => {
      if (changed.jobId === jobId) looking.wish();
    });
    looking.wish();
    return () => {
      stopListening();
      looking.stop();
    };
  }, [jobId]);

  const { data } = query;
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  return {
    items,
    pending: query.isPending,
    error: query.error,
    hasMore: query.hasNextPage,
    loadMore: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
    retry: () => void query.refetch(),
  };
}

/** The number of the last item that is there; 0 for none. */
export function lastNumber({ pages }: Pick<ItemsData, 'pages'>): number {
  return pages.findLast((page) => page.items.length > 0)?.items.at(-1)?.number ?? 0;
}

/** The same list with a page behind its end. Nothing changes where it has grown meanwhile, or the page is empty. */
export function withTail(data: ItemsData, page: ItemsPage, after: number): ItemsData {
  if (page.items.length === 0 || lastNumber(data) !== after) return data;
  return { pages: [...data.pages, page], pageParams: [...data.pageParams, after] };
}
