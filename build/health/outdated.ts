import { z } from 'zod';
import type { Verdict } from './check.ts';
import type { NpmAnswer } from './npm.ts';

const entry = z.object({ current: z.string().optional(), latest: z.string() });
const report = z.record(z.string(), z.union([entry, z.array(entry)]));
const refusal = z.object({ error: z.unknown() });

/**
 * Reads what `npm outdated --json` said. Old is not wrong, so it never fails: it is a list for whoever plans the next
 * round. Without an answer it is not counted as looked at.
 */
export function judgeOutdated({ json }: NpmAnswer): Verdict {
  const read = refusal.safeParse(json).success ? undefined : report.safeParse(json);
  if (read?.success !== true) {
    return { state: 'unknown', says: 'NOT CHECKED: the registry did not answer.', details: [] };
  }
  const rows = Object.entries(read.data).flatMap(([name, entries]) =>
    [entries].flat().map(({ current, latest }) => `${name} ${current ?? 'not installed'} → ${latest}`),
  );
  return {
    state: 'passed',
    says: rows.length === 0 ? 'all are the newest' : `${rows.length} have a newer version`,
    details: rows,
  };
}
