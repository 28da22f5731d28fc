import type { RequestOf, ResponseOf } from '../../shared/contract/calls.ts';
import type { JOB_CALLS } from '../../shared/contract/job-calls.ts';
import type { PushName } from '../../shared/contract/pushes.ts';
import type { AuditFilter } from '../../shared/domain/audit.ts';
import type { FileOffer, Job, JobItem, JobKindName } from '../../shared/domain/jobs.ts';
import { AppError } from '../../shared/errors.ts';
import { controlsOf } from '../jobs/job-list.ts';
import { fakeItems, fakeJobs, fakeOffer } from './fake-job-list.ts';

type JobCallName = keyof typeof JOB_CALLS;
type JobHandlers = { readonly [Name in JobCallName]: (request: RequestOf<Name>) => ResponseOf<Name> };

export interface FakeJobsParts {
  readonly options: URLSearchParams;
  readonly emit: (name: PushName, payload: unknown) => void;
  readonly countOf: (filter: AuditFilter) => number;
  /** Was the password given within the time that an export asks for? */
  readonly confirmed: () => boolean;
}

const TICK_MS = 500;

/**
 * Long work of made-up files. `?jobs=none` begins with none, `?jobs=still` moves nothing, `?jobs=failing` lets what is
 * started fail halfway. Files dropped on the preview are offered by their names; nothing of them is read.
 */
export function createFakeJobs({ options, emit, countOf, confirmed }: FakeJobsParts): JobHandlers {
  const mode = options.get('jobs');
  let jobs: readonly Job[] = mode === 'none' || options.has('empty') ? [] : fakeJobs(Date.now());
  const items = new Map<string, readonly JobItem[]>();
  const offers = new Map<string, FileOffer>();

  const find = (jobId: string): Job => {
    const job = jobs.find(({ id }) => id === jobId);
    if (job === undefined) throw new AppError('job/not-found', 'preview');
    return job;
  };
  const put = (job: Job): Job => {
    const known = jobs.some(({ id }) => id === job.id);
    jobs = known ? jobs.map((other) => (other.id === job.id ? job : other)) : [job, ...jobs];
    items.delete(job.id);
    setTimeout(() => emit('jobs.changed', { jobId: job.id }), 0);
    return job;
  };
  const control = (jobId: string, act: 'pause' | 'resume' | 'cancel', state: Job['state']): Job => {
    const job = find(jobId);
    if (!controlsOf(job).includes(act)) throw new AppError('job/not-possible', 'preview');
    if (state === 'cancelling') setTimeout(() => put({ ...find(jobId), ...ended('cancelled') }), 1500);
    return put({ ...job, state, estimatedEndAt: null, resumptions: job.resumptions });
  };
  const offer = (what: Parameters<typeof fakeOffer>[1]): FileOffer => {
    const made = fakeOffer(crypto.randomUUID(), what);
    offers.set(made.offerId, made);
    return made;
  };
  const start = (offerId: string, kind: JobKindName, title: string | null, total: number): Job => {
    const taken = offers.get(offerId);
    if (taken === undefined) throw new AppError('files/offer-expired', 'preview');
    offers.delete(offerId);
    const now = new Date().toISOString();
    return put({
      id: crypto.randomUUID(),
      kind,
      state: 'running',
      title:
        title ??
        taken.entries
          .map(({ name }) => name)
          .join(', ')
          .slice(0, 200),
      createdAt: now,
      startedAt: now,
      endedAt: null,
      progress: { unit: kind === 'import' ? 'bytes' : 'events', done: 0, total },
      estimatedEndAt: new Date(Date.now() + 9000).toISOString(),
      counts: { accepted: 0, duplicate: 0, refused: 0, remarked: 0 },
      resumptions: 0,
      error: null,
    });
  };

  if (mode !== 'still') {
    setInterval(() => {
      for (const job of jobs.filter(({ state }) => state === 'running')) put(moved(job, mode === 'failing'));
    }, TICK_MS);
  }
  takeDrops((made) => {
    offers.set(made.offerId, made);
    emit('imports.offered', made);
  });

  return {
    'jobs.list': ({ limit = 50 }) => jobs.slice(0, limit),
    'jobs.view': ({ jobId }) => find(jobId),
    'jobs.items': ({ jobId, verdict, after = 0, limit = 100 }) => {
      const all = items.get(jobId) ?? fakeItems(find(jobId));
      items.set(jobId, all);
      const chosen = all.filter(
        (item) => item.number > after && (verdict === undefined || item.verdict === verdict),
      );
      const shown = chosen.slice(0, limit);
      return { items: shown, next: chosen.length > limit ? (shown.at(-1)?.number ?? null) : null };
    },
    'jobs.pause': ({ jobId }) => control(jobId, 'pause', 'paused'),
    'jobs.resume': ({ jobId }) => control(jobId, 'resume', 'running'),
    'jobs.cancel': ({ jobId }) => control(jobId, 'cancel', 'cancelling'),
    'imports.choose': ({ what }) => offer(what),
    'imports.start': ({ offerId }) => start(offerId, 'import', null, 42_000_000),
    'exports.choose': () => offer('target'),
    'exports.start': ({ offerId, selection }) => {
      if (!confirmed()) throw new AppError('auth/step-up-required', 'preview');
      const total =
        'filter' in selection ? countOf(selection.filter) : find(selection.importJobId).counts.accepted;
      return start(offerId, 'export', null, total);
    },
  };
}

function ended(state: 'done' | 'failed' | 'cancelled'): Partial<Job> {
  return { state, endedAt: new Date().toISOString(), estimatedEndAt: null };
}

/** A job a little later. */
function moved(job: Job, failing: boolean): Job {
  const { progress, counts } = job;
  const total = progress.total ?? 0;
  const done = Math.min(
    total,
    progress.done + Math.max(4_000_000, total / 60) * (progress.unit === 'bytes' ? 1 : 1e-3),
  );
  const events = progress.unit === 'events' ? Math.round(done) - progress.done : 812;
  const next: Job = {
    ...job,
    progress: { ...progress, done: Math.round(done) },
    counts: {
      ...counts,
      accepted: counts.accepted + events,
      refused: counts.refused + (progress.unit === 'bytes' && Math.random() < 0.15 ? 1 : 0),
    },
  };
  if (failing && done > total / 2) {
    return { ...next, ...ended('failed'), error: { code: 'store/disk-full', message: 'preview' } };
  }
  return done >= total ? { ...next, ...ended('done') } : next;
}

function takeDrops(offered: (offer: FileOffer) => void): void {
  window.addEventListener('dragover', (event) => event.preventDefault());
  window.addEventListener('drop', (event) => {
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    offered({
      offerId: crypto.randomUUID(),
      entries: files.slice(0, 1000).map(({ name, size }) => ({ name, kind: 'file', bytes: size })),
      more: Math.max(0, files.length - 1000),
      expiresAt: new Date(Date.now() + 600_000).toISOString(),
    });
  });
}
