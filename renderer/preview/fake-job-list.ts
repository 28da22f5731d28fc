import type { FileOffer, Job, JobItem } from '../../shared/domain/jobs.ts';

const MINUTE_MS = 60_000;
const NOTHING_YET = { accepted: 0, duplicate: 0, refused: 0, remarked: 0 } as const;

const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** A job of every state, so that each can be looked at. */
export function fakeJobs(nowMs: number): Job[] {
  const ago = (minutes: number): string => new Date(nowMs - minutes * MINUTE_MS).toISOString();
  const job = (number: number, minutes: number, part: Partial<Job>): Job => ({
    id: idOf(number),
    kind: 'import',
    state: 'done',
    title: 'audit.ndjson',
    createdAt: ago(minutes),
    startedAt: ago(minutes),
    endedAt: null,
    progress: { unit: 'bytes', done: 0, total: null },
    estimatedEndAt: null,
    counts: { ...NOTHING_YET },
    resumptions: 0,
    error: null,
    ...part,
  });
  return [
    job(1, 4, {
      state: 'running',
      title: 'Hospital archive 2026',
      progress: { unit: 'bytes', done: 412_000_000, total: 1_213_000_000 },
      estimatedEndAt: new Date(nowMs + 7.4 * MINUTE_MS).toISOString(),
      counts: { accepted: 148_220, duplicate: 1204, refused: 3, remarked: 41 },
    }),
    job(2, 3, {
      state: 'waiting',
      startedAt: null,
      title: 'north-clinic.ndjson.gz, south-clinic.ndjson.gz',
      progress: { unit: 'bytes', done: 0, total: 88_400_000 },
    }),
    job(3, 90, {
      kind: 'export',
      state: 'paused',
      title: 'Enquiry of the ombudsman',
      progress: { unit: 'events', done: 2210, total: 12_340 },
      counts: { ...NOTHING_YET, accepted: 2210 },
    }),
    job(4, 180, {
      title: 'bundle-2026-11-21.json',
      endedAt: ago(174),
      progress: { unit: 'bytes', done: 61_400_000, total: 61_400_000 },
      counts: { accepted: 12_340, duplicate: 0, refused: 5204, remarked: 57 },
      resumptions: 2,
    }),
    job(5, 260, {
      title: 'Weekly delivery',
      endedAt: ago(259),
      progress: { unit: 'bytes', done: 9_310_000, total: 9_310_000 },
      counts: { ...NOTHING_YET, accepted: 1873, duplicate: 212 },
    }),
    job(6, 1500, {
      kind: 'export',
      title: 'Handover to the auditor',
      endedAt: ago(1498),
      progress: { unit: 'events', done: 12_340, total: 12_340 },
      counts: { ...NOTHING_YET, accepted: 12_340 },
    }),
    job(7, 1620, {
      state: 'failed',
      title: 'USB drive \u202Egpj.nosjdn',
      endedAt: ago(1615),
      progress: { unit: 'bytes', done: 33_000_000, total: 240_000_000 },
      counts: { ...NOTHING_YET, accepted: 4003, refused: 1 },
      error: { code: 'files/unreadable', message: 'preview' },
    }),
    job(8, 3000, {
      state: 'cancelled',
      title: 'The very long name of a folder that somebody made with much care and many words in it',
      endedAt: ago(2990),
      progress: { unit: 'bytes', done: 5_000_000, total: 50_000_000 },
      counts: { ...NOTHING_YET, accepted: 1020 },
    }),
  ];
}

const FILES = [
  'north/2026-11-03.ndjson',
  'north/2026-11-04.ndjson.gz',
  'south/archive/of/many/folders/that/lie/deep/2026-11-bundle.json',
  'ward 4/\u202Enosj.eldnub.json',
  'ملفات/سجل.ndjson',
  'broken\nname.json',
] as const;

const REFUSED = [
  'item/not-json',
  'item/duplicate-keys',
  'item/bad-time',
  'item/not-audit-event',
  'item/truncated',
  'item/gzip-bomb',
  'item/link-outside',
] as const satisfies readonly JobItem['code'][];
const REMARKED = [
  'item/conflict',
  'item/unmapped',
  'item/large-number',
  'item/nul',
] as const satisfies readonly JobItem['code'][];
const WHOLE_FILE: ReadonlySet<JobItem['code']> = new Set([
  'item/gzip-bomb',
  'item/link-outside',
  'item/truncated',
]);

/** The lines of a job's result, as many as its counts say. */
export function fakeItems({ counts: { refused, remarked } }: Job): JobItem[] {
  const total = refused + remarked;
  const remarkEvery = remarked === 0 ? Infinity : Math.max(1, Math.floor(total / remarked));
  let remarks = 0;
  return Array.from({ length: total }, (_, index): JobItem => {
    const isRemark = remarks < remarked && (index % remarkEvery === 1 || total - index <= remarked - remarks);
    if (isRemark) remarks += 1;
    const code = isRemark ? REMARKED[index % REMARKED.length] : REFUSED[index % REFUSED.length];
    const file = FILES[index % FILES.length] ?? '';
    const positionUnit = WHOLE_FILE.has(code ?? 'item/nul')
      ? 'file'
      : file.includes('ndjson')
        ? 'line'
        : 'entry';
    return {
      number: index + 1,
      verdict: isRemark ? 'remarked' : 'refused',
      code: code ?? 'item/nul',
      file,
      position: positionUnit === 'file' ? 0 : 7 + index * 13,
      positionUnit,
    };
  });
}

export function fakeOffer(offerId: string, what: 'files' | 'folder' | 'target'): FileOffer {
  const expiresAt = new Date(Date.now() + 10 * MINUTE_MS).toISOString();
  if (what === 'target') {
    return {
      offerId,
      entries: [{ name: 'For the auditor', kind: 'folder', bytes: null }],
      more: 0,
      expiresAt,
    };
  }
  if (what === 'folder') {
    return {
      offerId,
      entries: [{ name: 'Hospital archive 2025', kind: 'folder', bytes: null }],
      more: 0,
      expiresAt,
    };
  }
  return {
    offerId,
    entries: [
      { name: 'north-clinic.ndjson.gz', kind: 'file', bytes: 41_200_000 },
      { name: 'bundle \u202Enosj.json', kind: 'file', bytes: 812_400 },
      {
        name: 'A single event with quite a long name that does not fit on one line.json',
        kind: 'file',
        bytes: 2100,
      },
      { name: 'Older exports', kind: 'folder', bytes: null },
    ],
    more: 0,
    expiresAt,
  };
}
