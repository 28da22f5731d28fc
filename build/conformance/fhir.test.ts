import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from './fhir.ts';

const good = {
  resourceType: 'AuditEvent',
  type: { code: 'rest' },
  recorded: '2024-01-01T00:00:00Z',
  agent: [{ requestor: true, name: 'Somebody' }],
  source: { observer: { display: 'a test' } },
};

it('passes a mapped example, fails one with an unknown element, skips other records', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'medminder-examples-'));
  try {
    const examples = join(folder, 'fhir-auditevent', 'hl7-examples');
    await mkdir(examples, { recursive: true });
    await writeFile(join(examples, 'good.json'), JSON.stringify(good));
    await writeFile(join(examples, 'odd.json'), JSON.stringify({ ...good, severity: 'high' }));
    await writeFile(join(examples, 'device.json'), JSON.stringify({ resourceType: 'Device' }));
    const [hl7, balp] = await run(folder);
    expect(hl7).toMatchObject({ passed: 1, failed: 1, skipped: 1 });
    expect(hl7?.detail.join('\n')).toContain('AuditEvent.severity');
    expect(balp).toMatchObject({ passed: 0, failed: 0, skipped: 1 });
  } finally {
    await rm(folder, { recursive: true });
  }
});
