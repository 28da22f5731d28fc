import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { explainEvent } from '../../electron/engine/audit/mapping/explain.ts';
import { projectEvent } from '../../electron/engine/audit/mapping/project.ts';
import type { ConformanceResult } from './types.ts';

const SUITES = [
  { name: 'HL7 FHIR R4 AuditEvent examples', folder: 'hl7-examples' },
  { name: 'IHE Basic Audit Log Patterns examples', folder: 'ihe-balp-examples' },
] as const;

const DETAIL_LIMIT = 30;

/**
 * Maps every published AuditEvent example below `dataDir`: it passes if its projection and its explanation know all
 * of its elements and say who, what and when. Files of other records are skipped and counted, absent folders too.
 */
export async function run(dataDir: string): Promise<ConformanceResult[]> {
  return await Promise.all(
    SUITES.map(async ({ name, folder }) => await runSuite(name, join(dataDir, 'fhir-auditevent', folder))),
  );
}

async function runSuite(name: string, folder: string): Promise<ConformanceResult> {
  const files = await filesIn(folder);
  if (files.length === 0) return { name, passed: 0, failed: 0, skipped: 1, detail: ['no examples here'] };
  const detail: string[] = [];
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for (const file of files) {
    const raw = await readFile(join(folder, file));
    if (!isAuditEvent(raw)) {
      skipped += 1;
      detail.push(`${file}: skipped, not an AuditEvent`);
      continue;
    }
    const faults = faultsOf(raw);
    if (faults.length === 0) passed += 1;
    else {
      failed += 1;
      detail.push(`${file}: ${faults.join('; ')}`);
    }
  }
  return { name, passed, failed, skipped, detail: detail.slice(0, DETAIL_LIMIT) };
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((file) => file.endsWith('.json')).toSorted();
  } catch {
    return [];
  }
}

/** A file that is no JSON at all is no reason to skip: the mapping has to cope, and fails the example. */
function isAuditEvent(raw: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(Buffer.from(raw).toString('utf8'));
    return (
      typeof value !== 'object' ||
      value === null ||
      !('resourceType' in value) ||
      value.resourceType === 'AuditEvent'
    );
  } catch {
    return true;
  }
}

function faultsOf(raw: Uint8Array): readonly string[] {
  const projection = projectEvent(raw);
  const explained = explainEvent(raw);
  const shown = explained.groups.flatMap(({ items }) => items.map(({ path }) => path));
  const missing = leafPaths(JSON.parse(Buffer.from(raw).toString('utf8')), 'AuditEvent').filter(
    (leaf) => !shown.some((path) => isAtOrBelow(leaf, path)),
  );
  return [
    projection.unmapped.length > 0 ? `unmapped in the projection: ${projection.unmapped.join(', ')}` : '',
    explained.unmapped.length > 0 ? `unmapped in the explanation: ${explained.unmapped.join(', ')}` : '',
    missing.length > 0 ? `not shown: ${missing.join(', ')}` : '',
    projection.recordedMs === null ? 'no time' : '',
    projection.agents.length === 0 ? 'no agent' : '',
    explained.sentence === '' ? 'no sentence' : '',
  ].filter((fault) => fault !== '');
}

function leafPaths(value: unknown, path: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((inner, index) => leafPaths(inner, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leafPaths(inner, `${path}.${key}`));
}

function isAtOrBelow(leaf: string, path: string): boolean {
  return leaf === path || leaf.startsWith(`${path}.`) || leaf.startsWith(`${path}[`);
}
