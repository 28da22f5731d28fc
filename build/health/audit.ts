import { z } from 'zod';
import type { Verdict } from './check.ts';
import type { NpmAnswer } from './npm.ts';

const severities = ['info', 'low', 'moderate', 'high', 'critical'] as const;
type Severity = (typeof severities)[number];

/** npm's audit report, version 2, as far as it is read. */
const report = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.object({
      severity: z.enum(severities),
      range: z.string(),
      fixAvailable: z.union([z.boolean(), z.object({ name: z.string(), version: z.string() })]),
    }),
  ),
  metadata: z.object({ dependencies: z.object({ total: z.number() }) }),
});

/**
 * Judges what `npm audit --json` said.
 * @param failFrom the severity from which on a finding fails the check; below, it is shown
 * @param ships packages for development, by npm's reckoning, that ship all the same: they fail from *moderate* on
 */
export function judgeAudit(
  { json }: NpmAnswer,
  failFrom: Severity,
  ships: ReadonlySet<string> = new Set(),
): Verdict {
  const read = report.safeParse(json);
  if (!read.success) {
    return {
      state: 'unknown',
      says: 'NOT CHECKED: the registry did not answer the audit. That is no pass.',
      details: [],
    };
  }
  const { vulnerabilities, metadata } = read.data;
  const found = Object.entries(vulnerabilities);
  const fails = found.some(
    ([name, each]) =>
      severities.indexOf(each.severity) >= severities.indexOf(ships.has(name) ? 'moderate' : failFrom),
  );
  const counts = severities
    .map((severity) => [severity, found.filter(([, each]) => each.severity === severity).length] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity}`);
  return {
    state: fails ? 'failed' : 'passed',
    says: `${counts.join(', ') || 'nothing known'} in ${metadata.dependencies.total} packages; fails from ${failFrom} on`,
    details: found.map(
      ([name, { severity, range, fixAvailable }]) =>
        `${severity}: ${name} ${range}${fixAvailable === false ? ', no fix yet' : ''}`,
    ),
  };
}
