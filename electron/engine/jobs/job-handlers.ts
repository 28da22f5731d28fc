import { isFinal, type Job } from '../../../shared/domain/jobs.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Handlers } from '../../ipc/pipeline.ts';
import type { OfferPort, TakenOffer } from '../files/offers.ts';
import type { JobRunner } from './job-runner.ts';

export interface JobHandlerParts {
  /** Of the session that is open now. @throws `auth/*` */
  readonly jobs: () => JobRunner;
  /** As above. */
  readonly offers: () => OfferPort;
}

type JobCalls =
  | 'jobs.list'
  | 'jobs.view'
  | 'jobs.items'
  | 'jobs.pause'
  | 'jobs.resume'
  | 'jobs.cancel'
  | 'imports.start'
  | 'exports.start';

/** The calls about long work; who may call was decided before. */
export function jobHandlers({ jobs, offers }: JobHandlerParts): Pick<Handlers, JobCalls> {
  return {
    'jobs.list': async ({ limit }) => jobs().list(limit),
    'jobs.view': async ({ jobId }) => jobs().view(jobId),
    'jobs.items': async ({ verdict, ...question }) => jobs().items({ ...question, verdict: verdict ?? null }),
    'jobs.pause': async ({ jobId }) => jobs().pause(jobId),
    'jobs.resume': async ({ jobId }) => jobs().resume(jobId),
    'jobs.cancel': async ({ jobId }) => jobs().cancel(jobId),
    'imports.start': async ({ offerId }) => {
      const taken = offers().take(offerId, 'import');
      return jobs().create({
        kind: 'import',
        params: { paths: taken.paths },
        title: titleOf(taken),
        about: `offer ${offerId}`,
      });
    },
    'exports.start': async ({ offerId, selection }) => {
      if ('importJobId' in selection) refuseUnlessWhole(await jobs().view(selection.importJobId));
      const taken = offers().take(offerId, 'export');
      return jobs().create({
        kind: 'export',
        params: { folder: taken.paths[0], selection },
        title: titleOf(taken),
        about: JSON.stringify(selection),
      });
    },
  };
}

/** What an import brought in changes until it has ended, and an export goes by places in it. */
function refuseUnlessWhole({ kind, state }: Job): void {
  if (kind !== 'import') throw new AppError('job/not-found', 'There is no such import.');
  if (!isFinal(state)) {
    throw new AppError('job/not-possible', 'The import has not ended yet.', {
      detail: { state, act: 'export' },
    });
  }
}

const NAMES_IN_TITLE = 3;

/** Names only: where they are is nobody's business but the engine's. */
function titleOf({ paths, offer }: TakenOffer): string {
  const names = offer.entries.slice(0, NAMES_IN_TITLE).map(({ name }) => name);
  const more = paths.length - names.length;
  return more > 0 ? `${names.join(', ')} +${more}` : names.join(', ');
}
