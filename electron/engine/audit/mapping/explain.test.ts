import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainedEventSchema } from '../../../../shared/domain/audit.ts';
import { explainEvent } from './explain.ts';
import { VALUE_LIMIT } from './plain-text.ts';
import { projectEvent } from './project.ts';
import { anyAuditEvent, bytesOf, leavesOfJson } from './testing/any-event.ts';

function isCovered(leaf: string, paths: readonly string[]): boolean {
  return paths.some((path) => leaf === path || leaf.startsWith(`${path}.`) || leaf.startsWith(`${path}[`));
}

function shownPaths(explained: ReturnType<typeof explainEvent>): string[] {
  return explained.groups.flatMap(({ items }) => items.map(({ path }) => path));
}

const full = {
  resourceType: 'AuditEvent',
  id: 'e1',
  type: { system: 'http://dicom.nema.org/resources/ontology/DCM', code: '110110' },
  subtype: [{ system: 'http://hl7.org/fhir/restful-interaction', code: 'read' }],
  action: 'R',
  recorded: '2026-03-01T10:00:00.123+01:00',
  _recorded: { extension: [{ url: 'https://example.org/precision', valueString: 'measured' }] },
  outcome: '0',
  agent: [
    {
      requestor: true,
      who: { reference: 'Practitioner/7', display: 'Amira Haddad' },
      role: [{ text: 'Nurse' }],
      purposeOfUse: [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'TREAT' }] },
      ],
    },
  ],
  source: { site: 'North ward', observer: { display: 'MedMinder Pro' } },
  entity: [
    { what: { reference: 'Patient/9', display: 'Jonas Öberg' } },
    { what: { reference: 'MedicationRequest/4', display: 'medication list' } },
  ],
};

describe('explainEvent', () => {
  it('says in one sentence who did what to what, why, and how it ended', () => {
    expect(explainEvent(bytesOf(full)).sentence).toBe(
      'Amira Haddad (Nurse) read “medication list” of Jonas Öberg for treatment; it succeeded.',
    );
  });

  it('shows times as they were sent and explains codes', () => {
    const items = explainEvent(bytesOf(full)).groups.flatMap((group) => group.items);
    expect(items).toContainEqual({
      label: 'Recorded',
      value: '2026-03-01T10:00:00.123+01:00',
      path: 'AuditEvent.recorded',
    });
    expect(items.find(({ path }) => path === 'AuditEvent.type')?.value).toBe('Patient record (DICOM 110110)');
    expect(items.find(({ path }) => path === 'AuditEvent._recorded.extension[0]')?.value).toContain(
      'measured',
    );
  });

  it('shows narrative as text and makes reordering characters visible', () => {
    const div = '<div><script>alert(1)</script>\u202Egnp.exe</div>';
    const explained = explainEvent(bytesOf({ ...full, text: { status: 'generated', div } }));
    const shown = explained.groups.find(({ title }) => title === 'Narrative')?.items.at(-1)?.value;
    expect(shown).toBe('<div><script>alert(1)</script>⟨U+202E⟩gnp.exe</div>');
  });

  it('cuts a huge string with a note', () => {
    const explained = explainEvent(bytesOf({ ...full, outcomeDesc: 'x'.repeat(1_000_000) }));
    const value =
      explained.groups[0]?.items.find(({ path }) => path === 'AuditEvent.outcomeDesc')?.value ?? '';
    expect(value.length).toBeLessThan(VALUE_LIMIT + 100);
    expect(value).toContain('1000000 characters');
  });

  it('shows a modifier extension and says that it may change the meaning', () => {
    const modifierExtension = [{ url: 'https://example.org/not-done', valueBoolean: true }];
    const explained = explainEvent(bytesOf({ ...full, modifierExtension }));
    expect(explained.unmapped).toEqual(['AuditEvent.modifierExtension']);
    expect(explained.groups.map(({ title }) => title)).toContain('Extensions that change the meaning');
  });

  it('reports a repeated key, whose first value a parser loses', () => {
    const text = JSON.stringify(full).replace('"outcome":"0"', '"outcome":"8","outcome":"0"');
    expect(explainEvent(Buffer.from(text)).unmapped).toEqual(['AuditEvent.outcome']);
    expect(projectEvent(Buffer.from(text)).unmapped).toEqual(['AuditEvent.outcome']);
  });

  it('survives nesting of any depth', () => {
    for (const key of ['extension', 'unknown', 'contained']) {
      const deep = `${'[{"a":'.repeat(50_000)}1${'}]'.repeat(50_000)}`;
      const raw = Buffer.from(`{"resourceType":"AuditEvent","${key}":${deep}}`);
      expect(explainEvent(raw).unmapped.length).toBeGreaterThan(0);
      expect(projectEvent(raw).unmapped.length).toBeGreaterThan(0);
    }
  });

  it('explains bytes that are no event as an unreadable record', () => {
    for (const text of ['', '{', '[]', 'null', '<html>', '{"resourceType":"Patient"}']) {
      const explained = explainEvent(Buffer.from(text));
      expect(explained.unmapped).toEqual(['']);
      expect(explained.groups[0]?.items[0]?.path).toBe('');
    }
  });

  it('explains or reports every value of anything like an AuditEvent', () => {
    fc.assert(
      fc.property(anyAuditEvent(), (event) => {
        const explained = explainEvent(bytesOf(event));
        expect(explainedEventSchema.safeParse(explained).success).toBe(true);
        const covering = [...shownPaths(explained), ...explained.unmapped];
        const dropped = leavesOfJson(event).filter(({ path }) => !isCovered(path, covering));
        expect(dropped).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('shows the text of every value that it does not report as unmapped', () => {
    fc.assert(
      fc.property(anyAuditEvent(), (event) => {
        const explained = explainEvent(bytesOf(event));
        const items = explained.groups.flatMap((group) => group.items);
        for (const { path, value } of leavesOfJson(event)) {
          if (isCovered(path, explained.unmapped) || typeof value !== 'string' || !/^[a-z]+$/.test(value))
            continue;
          if (path.endsWith('query') || path.endsWith('Base64Binary')) continue;
          const shown = items.filter((item) => isCovered(path, [item.path])).map((item) => item.value);
          expect(shown.join('\n')).toContain(value);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('agrees with the projection on what is unmapped', () => {
    fc.assert(
      fc.property(anyAuditEvent(), (event) => {
        const raw = bytesOf(event);
        expect(explainEvent(raw).unmapped).toEqual(projectEvent(raw).unmapped);
      }),
      { numRuns: 200 },
    );
  });

  it('takes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (raw) => {
        expect(explainEvent(raw).groups.length).toBeGreaterThan(0);
        expect(projectEvent(raw).type).not.toBe('');
      }),
    );
  });
});
