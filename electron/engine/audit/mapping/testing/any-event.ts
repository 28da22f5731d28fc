import fc from 'fast-check';
import { isPrimitive, isStructure, SHAPES, type Element, type Structure } from '../shape.ts';

export function bytesOf(event: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(event));
}

/** Every value of a JSON document that is no list and no object, and every empty list and object, with its path. */
export function leavesOfJson(value: unknown, path = 'AuditEvent'): { path: string; value: unknown }[] {
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((inner, index) => leavesOfJson(inner, `${path}[${index}]`));
  }
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0)
    return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leavesOfJson(inner, `${path}.${key}`));
}

/** AuditEvents with known and unknown elements, right and wrong types, extensions, siblings of primitives. */
export function anyAuditEvent(): fc.Arbitrary<Record<string, unknown>> {
  return structure('AuditEvent', 0).map((event) => Object.assign(event, { resourceType: 'AuditEvent' }));
}

const word = fc.oneof(
  fc.stringMatching(/^[a-z]{3,9}$/),
  fc.constantFrom(
    'R',
    '0',
    '1',
    'Patient/1',
    '#c',
    'urn:uuid:1',
    '110110',
    '2024-02-30T00:00:00Z',
    '',
    'eA==',
  ),
);

function structure(type: Structure, depth: number): fc.Arbitrary<Record<string, unknown>> {
  const known: Record<string, fc.Arbitrary<unknown>> = {};
  for (const [key, element] of SHAPES[type]) {
    if (depth > 4 && !isPrimitive(element.type)) continue;
    known[key] = fc.oneof(
      { weight: 12, arbitrary: valueOf(element, depth) },
      { weight: 1, arbitrary: oddity() },
    );
    if (isPrimitive(element.type)) known[`_${key}`] = rarely(fc.oneof(SIBLING, oddity()));
  }
  known['unheardOf'] = rarely(oddity());
  return fc.record(known, { requiredKeys: [] }).map(withoutUndefined);
}

function rarely(arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

function withoutUndefined(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

function valueOf(element: Element, depth: number): fc.Arbitrary<unknown> {
  const single = oneValue(element, depth);
  return element.list ? fc.array(single, { maxLength: 2 }) : single;
}

function oneValue({ type }: Element, depth: number): fc.Arbitrary<unknown> {
  if (type === 'boolean') return fc.boolean();
  if (isPrimitive(type)) return word;
  if (isStructure(type)) return structure(type, depth + 1);
  return type === 'Extension' ? EXTENSION : fc.dictionary(fc.stringMatching(/^[a-z]{2,8}$/), oddity());
}

function oddity(): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.constantFrom(null, true, 0, 4.5, {}, [], [null], [[]], { a: { b: [1, { c: 'deep' }] } }),
    word,
    fc.array(word, { maxLength: 2 }),
  );
}

const coding = fc.record(
  { system: word, code: word, display: word, id: word, version: word },
  { requiredKeys: [] },
);
const EXTENSION: fc.Arbitrary<unknown> = fc.oneof(
  fc.record({ url: fc.constant('https://example.org/x'), valueString: word }),
  fc.record({ url: fc.constant('https://example.org/y'), valueCoding: coding }),
  fc.record({ url: fc.constant('https://example.org/z'), extension: fc.array(oddity(), { maxLength: 2 }) }),
);
const SIBLING: fc.Arbitrary<unknown> = fc.oneof(
  fc.record({ id: word }),
  fc.record({ extension: fc.array(EXTENSION, { maxLength: 2 }) }),
);
