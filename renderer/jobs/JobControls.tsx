import { Button } from '@mantine/core';
import { IconFileExport, IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type JSX } from 'react';
import type { Job } from '../../shared/domain/jobs.ts';
import { useAct } from '../api/use-call.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { Problem } from '../parts/Problem.tsx';
import { controlsOf, hasEnded } from './job-list.ts';
import { againWords, KIND_WORDS, staysWords } from './job-words.ts';
import { putJob } from './use-jobs.ts';

export interface JobControlsProps {
  readonly job: Job;
  readonly mayControl: boolean;
  /** Null for who may not export. */
  readonly onExportImport: ((job: Job) => void) | null;
}

/** What may be done with a job as it is now. */
export function JobControls({ job, mayControl, onExportImport }: JobControlsProps): JSX.Element {
  const queryClient = useQueryClient();
  const pause = useAct('jobs.pause');
  const resume = useAct('jobs.resume');
  const cancel = useAct('jobs.cancel');
  const buttons = useRef<HTMLDivElement>(null);
  const [asking, setAsking] = useState(false);
  const controls = mayControl ? controlsOf(job) : [];
  const error = pause.error ?? resume.error ?? cancel.error;
  const act = (call: typeof pause): void => {
    for (const other of [pause, resume, cancel]) other.reset();
    call.mutate(
      { jobId: job.id },
      {
        onSuccess: (next) => putJob(queryClient, next),
        // The button that was pressed is gone or was dead meanwhile: the keys go on with what stands in its place.
        onSettled: () =>
          requestAnimationFrame(() => {
            if (document.activeElement === document.body) buttons.current?.querySelector('button')?.focus();
          }),
      },
    );
  };
  const broughtIn = job.counts.accepted + job.counts.duplicate;
  return (
    <>
      <div ref={buttons} className="job-controls">
        {controls.includes('pause') && (
          <Button
            size="xs"
            variant="default"
            loading={pause.isPending}
            leftSection={<IconPlayerPause size={16} aria-hidden />}
            onClick={() => act(pause)}
          >
            Pause
          </Button>
        )}
        {controls.includes('resume') && (
          <Button
            size="xs"
            loading={resume.isPending}
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            onClick={() => act(resume)}
          >
            Resume
          </Button>
        )}
        {controls.includes('cancel') && (
          <Button
            size="xs"
            variant="default"
            loading={cancel.isPending}
            leftSection={<IconX size={16} aria-hidden />}
            onClick={() => setAsking(true)}
          >
            Cancel…
          </Button>
        )}
        {job.kind === 'import' && hasEnded(job) && broughtIn > 0 && onExportImport !== null && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconFileExport size={16} aria-hidden />}
            onClick={() => onExportImport(job)}
          >
            Export what came in…
          </Button>
        )}
      </div>
      {error !== null && <Problem error={error} />}
      <Dialog
        opened={asking && controls.includes('cancel')}
        onClose={() => setAsking(false)}
        title={`Cancel this ${KIND_WORDS[job.kind].noun.toLowerCase()}?`}
      >
        <div className="stack">
          <p>{staysWords(job)}</p>
          <p className="dim">A cancelled job cannot be resumed. {againWords(job)}</p>
          <div className="stack-buttons">
            <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
              Let it go on
            </Button>
            <Button
              onClick={() => {
                setAsking(false);
                act(cancel);
              }}
            >
              Cancel the {KIND_WORDS[job.kind].noun.toLowerCase()}
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}
