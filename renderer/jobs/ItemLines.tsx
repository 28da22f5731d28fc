import { IconCircleCheck, IconHourglass } from '@tabler/icons-react';
import { useState, type JSX } from 'react';
import type { Job, JobItem } from '../../shared/domain/jobs.ts';
import { TableError, TableLoading } from '../trail/TableStates.tsx';
import { ItemFacts } from './ItemFacts.tsx';
import { ItemTable } from './ItemTable.tsx';
import { hasEnded } from './job-list.ts';
import { useItems } from './use-items.ts';

export interface ItemLinesProps {
  readonly job: Job;
  /** Null for all of them. */
  readonly verdict: JobItem['verdict'] | null;
}

/** The lines of one verdict, and the chosen one in full below them. */
export function ItemLines({ job, verdict }: ItemLinesProps): JSX.Element {
  const list = useItems(job.id, verdict);
  const [active, setActive] = useState<number | null>(null);
  const chosen = list.items.find(({ number }) => number === active) ?? null;
  return (
    <>
      <div className="jobs-box">
        {list.items.length > 0 ? (
          <ItemTable
            items={list.items}
            hasMore={list.hasMore}
            onMore={list.loadMore}
            active={active}
            onActive={setActive}
          />
        ) : list.pending ? (
          <TableLoading what="lines" />
        ) : list.error !== null ? (
          <TableError error={list.error} onRetry={list.retry} />
        ) : (
          <NothingToSay over={hasEnded(job)} verdict={verdict} />
        )}
      </div>
      {list.error !== null && list.items.length > 0 && (
        <output className="offline-strip">
          The rest of the lines could not be loaded.
          <button type="button" className="text-button" onClick={list.loadMore}>
            Try again
          </button>
        </output>
      )}
      {chosen !== null && <ItemFacts item={chosen} />}
    </>
  );
}

interface NothingToSayProps {
  readonly over: boolean;
  readonly verdict: JobItem['verdict'] | null;
}

function NothingToSay({ over, verdict }: NothingToSayProps): JSX.Element {
  const Icon = over ? IconCircleCheck : IconHourglass;
  return (
    <div className="empty">
      <output className="empty-text">
        <Icon size={28} stroke={1.5} aria-hidden />
        <p className="dim">{nothingWords(over, verdict)}</p>
      </output>
    </div>
  );
}

function nothingWords(over: boolean, verdict: JobItem['verdict'] | null): string {
  if (verdict === 'refused') return over ? 'Nothing was refused.' : 'Nothing has been refused so far.';
  if (verdict === 'remarked') return over ? 'There is no remark.' : 'There is no remark so far.';
  return over
    ? 'Nothing was refused, and there is nothing to remark.'
    : 'Nothing has been refused so far. What is refused appears here with the reason.';
}
