/* oxlint-disable unicorn/consistent-function-scoping, unicorn/no-instanceof-builtins, unicorn/no-new-array, typescript/switch-exhaustiveness-check -- the function must hold all that it uses: its source text also runs in the page */
/** Values as text, by the rules of the structured clone algorithm. */
export interface CloneCodec {
  /** Text for a value. Throws `An object could not be cloned.` for functions, symbols and what else cannot be. */
  readonly encode: (value: unknown) => string;
  /** The value of a text that `encode` made. */
  readonly decode: (text: string) => unknown;
}

/**
 * Makes the codec that carries IPC over the DevTools protocol, which knows only JSON.
 *
 * The function is self-contained: its source text also runs in the preload's world. The text is a table of nodes, so
 * that cycles and shared objects survive; a node is `[tag, ...]` and refers to others by index.
 */
export function makeCloneCodec(): CloneCodec {
  type Node = readonly unknown[];
  const refuse = (): never => {
    throw new Error('An object could not be cloned.');
  };
  const views: Record<string, { new (buffer: ArrayBuffer): ArrayBufferView }> = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  };
  const errors: Record<string, ErrorConstructor> = {
    Error,
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
  };
  const kindOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1);
  const toBase64 = (bytes: Uint8Array): string => {
    let binary = '';
    for (let at = 0; at < bytes.length; at += 0x8000) {
      binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    }
    return btoa(binary);
  };
  const fromBase64 = (text: string): ArrayBuffer =>
    Uint8Array.from(atob(text), (char) => char.charCodeAt(0)).buffer;

  const encode = (root: unknown): string => {
    const nodes: Node[] = [];
    const seen = new Map<object, number>();
    const add = (node: Node): number => nodes.push(node) - 1;
    const put = (value: unknown): number => {
      switch (typeof value) {
        case 'string':
        case 'boolean':
          return add(['=', value]);
        case 'undefined':
          return add(['u']);
        case 'bigint':
          return add(['i', value.toString()]);
        case 'number':
          return Number.isFinite(value) && !Object.is(value, -0)
            ? add(['=', value])
            : add(['n', Object.is(value, -0) ? '-0' : String(value)]);
        case 'object':
          return value === null ? add(['=', null]) : putObject(value);
        default:
          return refuse();
      }
    };
    const putObject = (value: object): number => {
      const known = seen.get(value);
      if (known !== undefined) return known;
      // The place is taken before the children are walked, so that a cycle finds it.
      const at = add([]);
      seen.set(value, at);
      nodes[at] = describe(value);
      return at;
    };
    const describe = (value: object): Node => {
      if (Array.isArray(value))
        return [
          'a',
          value.length,
          ...Object.keys(value).flatMap((key) => [
            key,
            put((value as unknown as Record<string, unknown>)[key]),
          ]),
        ];
      if (ArrayBuffer.isView(value)) {
        const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
        const name = kindOf(value);
        return ['v', name in views ? name : refuse(), toBase64(bytes)];
      }
      const kind = kindOf(value);
      if (value instanceof Date) return ['d', value.getTime()];
      if (value instanceof Map) return ['m', ...[...value].flatMap(([key, entry]) => [put(key), put(entry)])];
      if (value instanceof Set) return ['s', ...[...value].map((entry) => put(entry))];
      if (value instanceof RegExp) return ['r', value.source, value.flags];
      if (value instanceof ArrayBuffer) return ['b', toBase64(new Uint8Array(value))];
      if (value instanceof Error) {
        return [
          'e',
          value.name in errors ? value.name : 'Error',
          value.message,
          'cause' in value ? put(value.cause) : -1,
        ];
      }
      if (value instanceof Boolean || value instanceof Number || value instanceof String)
        return ['w', put(value.valueOf())];
      if (kind !== 'Object' && value.constructor?.name === kind) return refuse();
      if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) return refuse();
      return [
        'o',
        ...Object.keys(value).flatMap((key) => [key, put((value as Record<string, unknown>)[key])]),
      ];
    };
    put(root);
    return JSON.stringify(nodes);
  };

  const decode = (text: string): unknown => {
    const nodes = JSON.parse(text) as Node[];
    const made: unknown[] = [];
    const set = (target: object, key: string, value: unknown): void => {
      // Defined, not assigned: a key named __proto__ is data.
      Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
    };
    const keep = <T>(at: number, value: T): T => {
      made[at] = value;
      return value;
    };
    const get = (at: number): unknown => {
      if (at in made) return made[at];
      const node = nodes[at] ?? [];
      const [tag, first, second, third] = node;
      switch (tag) {
        case '=':
          return first;
        case 'u':
          return undefined;
        case 'i':
          return BigInt(first as string);
        case 'n':
          return Number(first);
        case 'a': {
          const array = keep(at, new Array<unknown>(first as number));
          for (let i = 2; i < node.length; i += 2) set(array, node[i] as string, get(node[i + 1] as number));
          return array;
        }
        case 'o': {
          const object = keep(at, {});
          for (let i = 1; i < node.length; i += 2) set(object, node[i] as string, get(node[i + 1] as number));
          return object;
        }
        case 'm': {
          const map = keep(at, new Map<unknown, unknown>());
          for (let i = 1; i < node.length; i += 2)
            map.set(get(node[i] as number), get(node[i + 1] as number));
          return map;
        }
        case 's': {
          const group = keep(at, new Set<unknown>());
          for (let i = 1; i < node.length; i += 1) group.add(get(node[i] as number));
          return group;
        }
        case 'd':
          return keep(at, new Date(first === null ? Number.NaN : (first as number)));
        case 'r':
          return keep(at, new RegExp(first as string, second as string));
        case 'b':
          return keep(at, fromBase64(first as string));
        case 'v': {
          const View = views[first as string] ?? Uint8Array;
          return keep(at, new View(fromBase64(second as string)));
        }
        case 'e': {
          const Kind = errors[first as string] ?? Error;
          const error = keep(at, new Kind(second as string));
          if (third !== -1) set(error, 'cause', get(third as number));
          return error;
        }
        case 'w':
          return keep(at, Object(get(first as number)));
        default:
          throw new Error('The text is not an encoded value.');
      }
    };
    return get(0);
  };

  return { encode, decode };
}
