import { lookup } from 'node:dns/promises';
import type { TestResult, TestStep } from '../../../../shared/domain/setup.ts';
import { testAuditSearch, testAuditServer } from './audit-server.ts';
import { testClient } from './client.ts';
import { Failed, type Draft, type Finding, type StepTest, type Tools } from './finding.ts';
import { testIdentityPool } from './identity-pool.ts';
import { testPool } from './pool.ts';
import { testRegion } from './region.ts';
import { testRoles } from './roles.ts';

/** A person waits for it; a server that needs longer is no fun to work with either. */
const LIMIT_MS = 10_000;

const TESTS: Readonly<Record<TestStep, StepTest>> = {
  region: testRegion,
  pool: testPool,
  client: testClient,
  'identity-pool': testIdentityPool,
  roles: testRoles,
  'audit-server': testAuditServer,
  'audit-search': testAuditSearch,
};

export interface RunTestOptions {
  readonly limitMs?: number;
  readonly tools?: Partial<Omit<Tools, 'signal'>>;
}

/** Runs one step of the connection test, by itself and within ten seconds. What it finds is the answer, never an error. */
export async function runTest(
  draft: Draft,
  step: TestStep,
  { limitMs = LIMIT_MS, tools = {} }: RunTestOptions = {},
): Promise<TestResult> {
  const began = performance.now();
  const found = await find(draft, step, {
    signal: AbortSignal.timeout(limitMs),
    now: tools.now ?? Date.now,
    resolves: tools.resolves ?? resolves,
  });
  const { outcome, code, detail = {} } = found;
  return { step, outcome, code, detail, ms: Math.round(performance.now() - began) };
}

async function find(draft: Draft, step: TestStep, tools: Tools): Promise<Finding> {
  try {
    return await TESTS[step](draft, tools);
  } catch (error) {
    if (error instanceof Failed) return error;
    throw error;
  }
}

async function resolves(host: string): Promise<boolean> {
  try {
    await lookup(host);
    return true;
  } catch {
    return false;
  }
}
