import {
  infiniteQueryOptions,
  useInfiniteQuery,
  useQueryClient,
  type InfiniteData,
  type QueryClient,
} from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import type { AuditCursor, AuditFilter, AuditPage, AuditRow } from '../../shared/domain/audit.ts';
import type { AppError } from '../../shared/errors.ts';
import { ask } from '../api/ask.ts';
import { keys } from '../api/query-keys.ts';
import { freshRows, reopened, TOP, withHead } from './head.ts';
import { paced } from './paced.ts';

const HEAD_ROWS = 100;
/** A screen or two: no fewer than the head, which would reach below them. */
const FIRST_ROWS = HEAD_ROWS;
const PAGE_ROWS = 200;
/** Events may arrive every few milliseconds while history loads; the eye needs far less. */
const LOOK_EVERY_MS = 1500;
const COUNT_EVERY_MS = 5000;

type TrailData = InfiniteData<AuditPage, AuditCursor | null>;

/** New events that wait above the list until they are asked for. */
export interface Waiting {
  readonly count: number;
  /** True if there are more than were counted. */
  readonly more: boolean;
  /** Waiting under which filter: under another one it means nothing. */
  readonly filter: AuditFilter | null;
}

const NONE_WAITING: Waiting = { count: 0, more: false, filter: null };

export interface Trail {
  readonly rows: readonly AuditRow[];
  readonly pending: boolean;
  readonly error: AppError | null;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
  readonly retry: () => void;
  readonly waiting: Waiting;
  /** Takes the waiting events into the list. */
  readonly showWaiting: () => void;
}

function trailQuery(filter: AuditFilter) {
  return infiniteQueryOptions<
    AuditPage,
    AppError,
    TrailData,
    ReturnType<typeof keys.trail>,
    AuditCursor | null
  >({
    queryKey: keys.trail(filter),
    queryFn: ({ pageParam }) =>
      ask('audit.search', {
        filter,
        ...(pageParam === null ? { limit: FIRST_ROWS } : { limit: PAGE_ROWS, after: pageParam }),
      }),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
  });
}

/** Asks for the first rows before anything is drawn, so that they come while the desk is. */
export async function askForTrail(queryClient: QueryClient, filter: AuditFilter): Promise<void> {
  await queryClient.prefetchInfiniteQuery(trailQuery(filter));
}

/**
 * The trail under one filter, page by page, and live: while `following`, new events enter at the top; otherwise they
 * are counted and nothing moves.
 */
export function useTrail(filter: AuditFilter, following: boolean): Trail {
  const queryClient = useQueryClient();
  const queryKey = keys.trail(filter);
  const [waiting, setWaiting] = useState(NONE_WAITING);
  const query = useInfiniteQuery(trailQuery(filter));

  const look = async (take: boolean): Promise<void> => {
    const before = queryClient.getQueryData<TrailData>(queryKey);
    if (before === undefined) return;
    const head = await ask('audit.search', { filter, after: TOP, limit: HEAD_ROWS });
    const data = queryClient.getQueryData<TrailData>(queryKey);
    if (data === undefined) return;
    const keep = (pages: readonly AuditPage[]): void => {
      queryClient.setQueryData<TrailData>(queryKey, {
        pages: [...pages],
        pageParams: data.pageParams.slice(0, pages.length),
      });
    };
    const open = reopened(data.pages, head);
    if (!take) {
      if (open !== data.pages) keep(open);
      const fresh = freshRows(data.pages, head);
      setWaiting({ count: fresh.rows.length, more: fresh.more, filter });
      return;
    }
    const pages = withHead(open, head);
    setWaiting(NONE_WAITING);
    if (pages !== data.pages) keep(pages);
  };

  /** A failure here is no news: the next push looks again, and the connection state tells the rest. */
  const lookSafely = (take: boolean): void => void look(take).catch(() => undefined);
  const onLook = useEffectEvent(() => lookSafely(following));

  useEffect(() => {
    const looking = paced(() => onLook(), LOOK_EVERY_MS);
    const counting = paced(
      () => void queryClient.invalidateQueries({ queryKey: keys.all('audit.count') }),
      COUNT_EVERY_MS,
    );
    const stopListening = window.medminder.listen('audit.arrived', () => {
      looking.wish();
      counting.wish();
    });
    // A list that is shown again is as old as when it was left: nobody listened meanwhile.
    looking.wish();
    counting.wish();
    return () => {
      stopListening();
      looking.stop();
      counting.stop();
    };
  }, [queryClient]);

  const { data } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  return {
    rows,
    pending: query.isPending,
    error: query.error,
    hasMore: query.hasNextPage,
    loadMore: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
    retry: () => void query.refetch(),
    waiting: waiting.filter === filter ? waiting : NONE_WAITING,
    showWaiting: () => lookSafely(true),
  };
}
