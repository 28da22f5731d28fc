import './items.css';
import { useState, type JSX } from 'react';
import type { Job, JobItem } from '../../shared/domain/jobs.ts';
import { formatCount } from '../time/format.ts';
import { ItemLines } from './ItemLines.tsx';

/** As ITEM_LINES_KEPT of the domain, whose module holds schemas. */
const LINES_KEPT = 100_000;

/** A job's result line by line: what was refused and why, and what a person should know of the rest. */
export function JobItems({ job }: { readonly job: Job }): JSX.Element {
  const [verdict, setVerdict] = useState<JobItem['verdict'] | null>(null);
  const { refused, remarked } = job.counts;
  const choices = [
    [null, 'All', refused + remarked],
    ['refused', 'Refused', refused],
    ['remarked', 'With a remark', remarked],
  ] as const;
  return (
    <section className="job-items" aria-label="Result line by line">
      <div className="job-items-bar">
        <h3>Line by line</h3>
        {refused + remarked > 0 && (
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset would want a legend of its own
          <div role="group" aria-label="Show" className="job-choices">
            {choices.map(([value, label, count]) => (
              <button
                key={label}
                type="button"
                className="filter-button"
                aria-pressed={verdict === value}
                data-on={verdict === value || undefined}
                onClick={() => setVerdict(value)}
              >
                {label} <span className="count numbers">{formatCount(count)}</span>
              </button>
            ))}
          </div>
        )}
      </div>
      {refused + remarked > LINES_KEPT && (
        <output className="offline-strip">
          Only the first {formatCount(LINES_KEPT)} lines are kept, and the first few of each later file. With
          so many, look at how the files were made.
        </output>
      )}
      <ItemLines key={String(verdict)} job={job} verdict={verdict} />
    </section>
  );
}
