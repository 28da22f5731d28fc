/* oxlint-disable unicorn/consistent-function-scoping, typescript/unbound-method, typescript/no-floating-promises -- the function must hold all that it uses, and keeps built-in methods apart from their objects on purpose */
/**
 * The half of `contextBridge` that lives in the page's own world. Its source text runs before any script of the page,
 * takes the built-ins that it needs while they are still the browser's own, and from then on trusts nothing that a page
 * script could have replaced: no method is looked up on a value, no array index or property is assigned by `=`.
 *
 * Both halves meet on a DOM node that is in no tree and that the page cannot reach; messages are `CustomEvent`s on it,
 * whose `detail` Chromium itself copies from world to world by structured clone.
 */
export function pageHalf(secret: string): void {
  if (window !== window.top) return;
  const { apply, defineProperty, getPrototypeOf, ownKeys } = Reflect;
  const { freeze, keys, prototype: objectPrototype } = Object;
  const hasOwn = Object.hasOwn;
  const String = globalThis.String;
  const { isArray } = Array;
  const clone = structuredClone;
  const CustomEventClass = CustomEvent;
  const ErrorClass = Error;
  const PromiseClass = Promise;
  const RegistryClass = FinalizationRegistry;
  const WeakSetClass = WeakSet;
  const then = Promise.prototype.then;
  const weakHas = WeakSet.prototype.has;
  const weakAdd = WeakSet.prototype.add;
  const register = FinalizationRegistry.prototype.register;
  const listen = EventTarget.prototype.addEventListener;
  const unlisten = EventTarget.prototype.removeEventListener;
  const dispatch = EventTarget.prototype.dispatchEvent;
  const stop = Event.prototype.stopImmediatePropagation;
  const getter = (prototype: object, name: string): (() => unknown) =>
    Object.getOwnPropertyDescriptor(prototype, name)?.get as () => unknown;
  const detailOf = getter(CustomEvent.prototype, 'detail');
  const relatedTargetOf = getter(FocusEvent.prototype, 'relatedTarget');
  const messageOf = (error: unknown): string => {
    try {
      return typeof error === 'object' && error !== null && 'message' in error
        ? (error as Error).message
        : String(error);
    } catch {
      return 'unknown error';
    }
  };
  type Tree = readonly unknown[];
  const put = (target: object, key: PropertyKey, value: unknown): void => {
    defineProperty(target, key, {
      __proto__: null,
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    } as PropertyDescriptor);
  };
  const uncloneable = (): never => {
    throw new ErrorClass('An object could not be cloned.');
  };

  let node: EventTarget | undefined;
  let nextId = 0;
  /** Functions of the page that the preload holds. */
  const functions = { __proto__: null } as unknown as Record<number, (...args: unknown[]) => unknown>;
  /** What waits for the preload to settle a promise. */
  const settlers = { __proto__: null } as unknown as Record<
    number,
    { readonly ok: (value: unknown) => void; readonly fail: (error: unknown) => void }
  >;
  const replies = { __proto__: null } as unknown as Record<number, Tree>;
  const post = (message: object): void => {
    const event = new CustomEventClass('preload', { __proto__: null, detail: message } as CustomEventInit);
    apply(dispatch, node, [event]);
  };
  const released = new RegistryClass<number>((id) => {
    post({ __proto__: null, kind: 'release', id, call: 0, tree: [], ok: true });
  });
  const takeId = (): number => {
    nextId += 1;
    return nextId;
  };

  /** True if functions or promises are somewhere in the plain objects and arrays of a value. */
  const needsWalk = (value: unknown, seen: WeakSet<object>): boolean => {
    if (typeof value === 'function') return true;
    if (typeof value !== 'object' || value === null || apply(weakHas, seen, [value])) return false;
    apply(weakAdd, seen, [value]);
    const prototype = getPrototypeOf(value);
    if (prototype === PromiseClass.prototype) return true;
    if (!isArray(value) && prototype !== objectPrototype && prototype !== null) return false;
    const names = keys(value);
    for (let i = 0; i < names.length; i += 1) {
      if (needsWalk((value as Record<string, unknown>)[names[i] as string], seen)) return true;
    }
    return false;
  };
  const walk = (value: unknown, depth: number): Tree => {
    if (depth > 100 || typeof value === 'symbol') return uncloneable();
    if (typeof value === 'function') {
      const id = takeId();
      put(functions, id, value);
      return ['function', id];
    }
    if (typeof value !== 'object' || value === null) return ['value', value];
    const prototype = getPrototypeOf(value);
    if (prototype === PromiseClass.prototype) {
      const id = takeId();
      const settle =
        (ok: boolean) =>
        (result: unknown): void => {
          let tree: Tree;
          try {
            tree = ok ? encode(result) : ['error', messageOf(result)];
          } catch (error) {
            tree = ['error', messageOf(error)];
          }
          post({ __proto__: null, kind: 'settle', id, call: 0, tree, ok: ok && tree[0] !== 'error' });
        };
      apply(then, value, [settle(true), settle(false)]);
      return ['promise', id];
    }
    const list = isArray(value);
    if (!list && prototype !== objectPrototype && prototype !== null) return ['value', clone(value)];
    const tree: unknown[] = [list ? 'array' : 'object'];
    const names = keys(value);
    for (let i = 0; i < names.length; i += 1) {
      const name = names[i] as string;
      put(tree, tree.length, name);
      put(tree, tree.length, walk((value as Record<string, unknown>)[name], depth + 1));
    }
    return tree;
  };
  const encode = (value: unknown): Tree => {
    if (needsWalk(value, new WeakSetClass())) return walk(value, 0);
    try {
      return ['value', clone(value)];
    } catch {
      return uncloneable();
    }
  };

  const decode = (tree: Tree, keep: boolean): unknown => {
    switch (tree[0]) {
      case 'value':
        return tree[1];
      case 'error':
        return new ErrorClass(tree[1] as string);
      case 'function':
        return proxyOf(tree[1] as number, keep);
      case 'promise':
        return new PromiseClass((ok, fail) => {
          put(settlers, tree[1] as number, { __proto__: null, ok, fail });
        });
      default: {
        const target: object = tree[0] === 'array' ? [] : {};
        for (let i = 1; i < tree.length; i += 2)
          put(target, tree[i] as string, decode(tree[i + 1] as Tree, keep));
        return keep ? freeze(target) : target;
      }
    }
  };
  /** A function of the preload, as the page sees it. Those of the exposed API are kept for as long as the document. */
  const proxyOf = (id: number, keep: boolean): unknown => {
    const proxy = (...args: unknown[]): unknown => {
      const call = takeId();
      post({ __proto__: null, kind: 'call', id, call, tree: encode(args), ok: true });
      const reply = replies[call];
      delete replies[call];
      if (reply === undefined) throw new ErrorClass('The preload did not answer.');
      const result = decode(reply, false);
      if (reply[0] === 'error') throw result;
      return result;
    };
    if (keep) freeze(proxy);
    else apply(register, released, [proxy, id]);
    return proxy;
  };

  interface Message {
    readonly kind: string;
    readonly id: number;
    readonly call: number;
    readonly name: string;
    readonly tree: Tree;
    readonly ok: boolean;
  }
  const answer = (call: number, run: () => Tree): void => {
    let tree: Tree;
    try {
      tree = run();
    } catch (error) {
      tree = ['error', messageOf(error)];
    }
    post({ __proto__: null, kind: 'reply', id: 0, call, tree, ok: true });
  };
  const receive = (event: Event): void => {
    const message = apply(detailOf, event, []) as Message;
    switch (message.kind) {
      case 'expose':
        answer(message.call, () => {
          if (hasOwn(window, message.name)) {
            throw new ErrorClass('Cannot bind an API on top of an existing property on the window object');
          }
          const value = decode(message.tree, true);
          defineProperty(window, message.name, {
            __proto__: null,
            value,
            writable: false,
            enumerable: true,
            configurable: false,
          } as PropertyDescriptor);
          return ['value', undefined];
        });
        return;
      case 'call':
        answer(message.call, () => {
          const fn = functions[message.id];
          if (fn === undefined) throw new ErrorClass('The function has been released.');
          return encode(apply(fn, undefined, decode(message.tree, false) as unknown[]));
        });
        return;
      case 'reply':
        put(replies, message.call, message.tree);
        return;
      case 'settle': {
        const settler = settlers[message.id];
        delete settlers[message.id];
        const value = decode(message.tree, false);
        if (message.ok) settler?.ok(value);
        else settler?.fail(value);
        return;
      }
      default:
        delete functions[message.id];
    }
  };
  const meet = (event: Event): void => {
    apply(stop, event, []);
    apply(unlisten, document, [secret, meet, true]);
    node = apply(relatedTargetOf, event, []) as EventTarget;
    apply(listen, node, ['page', receive]);
  };
  apply(listen, document, [secret, meet, true]);
  // Keeps the names alive for the closures above even if nothing else uses them.
  ownKeys(functions);
}
