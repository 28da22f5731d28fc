/** Names that JavaScript itself asks of any object; they are not APIs. */
const LANGUAGE_NAMES = new Set([
  'then',
  'toJSON',
  'constructor',
  'valueOf',
  'toString',
  'default',
  '__esModule',
  'hasOwnProperty',
]);

/** The error of an Electron API that this runtime does not have. */
export class NotInRuntimeError extends Error {
  constructor(api: string) {
    super(`${api} is not part of the Chromium runtime`);
    this.name = 'NotInRuntimeError';
  }
}

/**
 * Wraps an object so that reading, calling or setting anything it does not have throws by name: an absent API must
 * never look like `undefined`, or a feature test in the app would quietly take another path than under Electron.
 */
export function closed<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, key) {
      if (typeof key === 'symbol' || key in object || LANGUAGE_NAMES.has(key)) {
        // Methods with private fields need the real object as `this`.
        const value: unknown = Reflect.get(object, key, object);
        return value;
      }
      throw new NotInRuntimeError(`${name}.${key}`);
    },
    set(object, key, value) {
      if (typeof key === 'symbol' || key in object) return Reflect.set(object, key, value, object);
      throw new NotInRuntimeError(`${name}.${key}`);
    },
  });
}

/** As {@link closed}, for an instance of a class: its methods keep their own `this`, and hand out the closed object. */
export function closedInstance<T extends object>(name: string, target: T): T {
  const bound = new Map<PropertyKey, unknown>();
  const shown: T = new Proxy(target, {
    get(object, key) {
      const made = bound.get(key);
      if (made !== undefined) return made;
      if (typeof key !== 'symbol' && !(key in object) && !LANGUAGE_NAMES.has(key))
        throw new NotInRuntimeError(`${name}.${key}`);
      const value: unknown = Reflect.get(object, key, object);
      if (typeof value !== 'function' || key === 'constructor') return value;
      const method = (...args: unknown[]): unknown => {
        const result: unknown = Reflect.apply(value, object, args);
        return result === object ? shown : result;
      };
      bound.set(key, method);
      return method;
    },
    set(object, key, value) {
      if (typeof key !== 'symbol' && !(key in object)) throw new NotInRuntimeError(`${name}.${key}`);
      return Reflect.set(object, key, value, object);
    },
  });
  return shown;
}
