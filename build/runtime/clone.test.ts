import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeCloneCodec } from './clone.ts';

const codec = makeCloneCodec();
const back = (value: unknown): unknown => codec.decode(codec.encode(value));

describe('clone codec', () => {
  it('agrees with structuredClone on any data', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withSet: true,
          withTypedArray: true,
          withSparseArray: true,
        }),
        (value) => {
          expect(back(value)).toEqual(structuredClone(value));
        },
      ),
    );
  });

  it('keeps cycles and shared objects', () => {
    const shared = { x: 1 };
    const value: Record<string, unknown> = { a: shared, b: shared };
    value['self'] = value;
    const copy = back(value) as Record<string, unknown>;
    expect(copy['self']).toBe(copy);
    expect(copy['a']).toBe(copy['b']);
  });

  it('treats __proto__ as data', () => {
    const copy = back(JSON.parse('{"__proto__":{"x":1}}')) as object;
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(Object.keys(copy)).toEqual(['__proto__']);
  });

  it.each([[() => 1], [Symbol('s')], [Promise.resolve()], [new WeakMap()], [{ deep: [() => 1] }]])(
    'refuses %s',
    (value) => {
      expect(() => codec.encode(value)).toThrow('An object could not be cloned.');
    },
  );
});
