import { describe, expect, it } from 'vitest';
import type { Job } from '../../../shared/domain/jobs.ts';
import { AppError } from '../../../shared/errors.ts';
import type { TakenOffer } from '../files/offers.ts';
import { jobHandlers } from './job-handlers.ts';
import type { JobRequest, JobRunner } from './job-runner.ts';

const IMPORT = '6f2c1a34-7d0e-4b58-9a51-2c8b7e0d4f13';
const OFFER = '0b7e0d4f-7d0e-4b58-9a51-6f2c1a342c8b';

function handlersOf(
  names: readonly string[],
  { kind = 'import', state = 'done' }: { kind?: Job['kind']; state?: Job['state'] } = {},
) {
  const created: JobRequest[] = [];
  const taken: string[] = [];
  const jobs: Partial<JobRunner> = {
    create: async (request) => {
      created.push(request);
      return Promise.resolve({ id: IMPORT } as Job);
    },
    view: async (id) => {
      if (id !== IMPORT) throw new AppError('job/not-found', 'None.');
      return Promise.resolve({ id, kind, state } as Job);
    },
  };
  const handlers = jobHandlers({
    jobs: () => jobs as JobRunner,
    offers: () => ({
      take: (offerId, purpose): TakenOffer => {
        taken.push(`${purpose} ${offerId}`);
        const entries = names.map((name) => ({ name, kind: 'file', bytes: 1 }) as const);
        return {
          purpose,
          paths: names.map((name) => `/home/dana/${name}`),
          offer: { offerId, entries, more: 0, expiresAt: '2026-01-01T00:00:00.000Z' },
        };
      },
    }),
  });
  return { handlers, created, taken };
}

describe('imports.start', () => {
  it('begins an import of what was offered, named without its place', async () => {
    const { handlers, created, taken } = handlersOf(['a', 'b', 'c', 'd', 'e']);
    await handlers['imports.start']({ offerId: OFFER });
    expect(taken).toEqual([`import ${OFFER}`]);
    expect(created).toMatchObject([{ kind: 'import', title: 'a, b, c +2', about: `offer ${OFFER}` }]);
    expect(created[0]?.params).toEqual({
      paths: ['a', 'b', 'c', 'd', 'e'].map((name) => `/home/dana/${name}`),
    });
  });
});

describe('exports.start', () => {
  it('begins an export into the folder that was offered, and says of what', async () => {
    const { handlers, created } = handlersOf(['out']);
    const selection = { filter: { text: 'insulin' } };
    await handlers['exports.start']({ offerId: OFFER, selection });
    expect(created).toEqual([
      {
        kind: 'export',
        title: 'out',
        params: { folder: '/home/dana/out', selection },
        about: JSON.stringify(selection),
      },
    ]);
  });

  it('takes no offer for what is not an import of this desk', async () => {
    for (const [kind, importJobId] of [
      ['export', IMPORT],
      ['import', OFFER],
    ] as const) {
      const { handlers, taken } = handlersOf(['out'], { kind });
      const started = handlers['exports.start']({ offerId: OFFER, selection: { importJobId } });
      await expect(started).rejects.toMatchObject({ code: 'job/not-found' });
      expect(taken).toEqual([]);
    }
  });

  it.each(['waiting', 'running', 'paused', 'cancelling'] as const)(
    'takes no offer for an import that is %s: what it holds still changes',
    async (state) => {
      const { handlers, created, taken } = handlersOf(['out'], { state });
      const started = handlers['exports.start']({ offerId: OFFER, selection: { importJobId: IMPORT } });
      await expect(started).rejects.toMatchObject({ code: 'job/not-possible' });
      expect([taken, created]).toEqual([[], []]);
    },
  );

  it.each(['done', 'failed', 'cancelled'] as const)('exports what a %s import left', async (state) => {
    const { handlers, created } = handlersOf(['out'], { state });
    await handlers['exports.start']({ offerId: OFFER, selection: { importJobId: IMPORT } });
    expect(created).toHaveLength(1);
  });
});
