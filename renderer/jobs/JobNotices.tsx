import './notices.css';
import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useState, type JSX } from 'react';
import type { Job } from '../../shared/domain/jobs.ts';
import { Notice } from '../parts/Notice.tsx';
import { endedSince } from './job-list.ts';
import { endedTitle, endedWords } from './job-words.ts';

/** What went well needs no answer and goes by itself; what was refused or failed stays until it is seen. */
const GOES_AFTER_MS = 15_000;
const MAX_SHOWN = 3;

export interface JobNoticesProps {
  readonly jobs: readonly Job[] | null;
  /** The job that is being looked at: its end is said, but not shown over it. */
  readonly looking: string | null;
  readonly onShow: (jobId: string) => void;
}

/** Says on every desk that a job has ended: in counts, never in names. */
export function JobNotices({ jobs, looking, onShow }: JobNoticesProps): JSX.Element {
  const [before, setBefore] = useState<readonly Job[] | null>(null);
  const [ended, setEnded] = useState<readonly Job[]>([]);
  const [said, setSaid] = useState('');
  if (jobs !== null && jobs !== before) {
    const news = endedSince(before, jobs);
    setBefore(jobs);
    if (news.length > 0) {
      setSaid(news.map((job) => `${endedTitle(job)}: ${endedWords(job)}.`).join(' '));
      setEnded([...news, ...ended].slice(0, MAX_SHOWN));
    }
  }
  const shown = ended.filter(({ id }) => id !== looking);
  const dismiss = (jobId: string): void => setEnded((now) => now.filter(({ id }) => id !== jobId));
  return (
    <>
      {/* There from the beginning, so that what is put into it is said. */}
      <output className="sr-only">{said}</output>
      {shown.length > 0 && (
        <section className="job-notices" aria-label="Ended work">
          {shown.map((job) => (
            <EndedJob
              key={job.id}
              job={job}
              onShow={() => {
                dismiss(job.id);
                onShow(job.id);
              }}
              onDismiss={() => dismiss(job.id)}
            />
          ))}
        </section>
      )}
    </>
  );
}

interface EndedJobProps {
  readonly job: Job;
  readonly onShow: () => void;
  readonly onDismiss: () => void;
}

function EndedJob({ job, onShow, onDismiss }: EndedJobProps): JSX.Element {
  const wrong = job.state === 'failed' || job.counts.refused > 0;
  const [held, setHeld] = useState(false);
  const onGone = useEffectEvent(onDismiss);
  useEffect(() => {
    if (wrong || held) return undefined;
    const timer = setTimeout(() => onGone(), GOES_AFTER_MS);
    return () => clearTimeout(timer);
  }, [wrong, held]);
  return (
    <div
      className="job-notice"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Notice tone={job.state === 'failed' ? 'danger' : 'info'} title={endedTitle(job)}>
        <p className="numbers">
          {endedWords(job)} ·
          <button type="button" className="text-button" onClick={onShow}>
            Show
          </button>
        </p>
      </Notice>
      <ActionIcon variant="subtle" color="gray" size={24} aria-label="Dismiss" onClick={onDismiss}>
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </div>
  );
}
