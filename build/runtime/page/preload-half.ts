/* oxlint-disable unicorn/consistent-function-scoping -- the function must hold all that it uses: its source text is what runs */
import type { CloneCodec } from '../clone.ts';
import type { makeDroppedFiles } from './dropped-files.ts';

/** What a preload script may `require('electron')`, and the channel behind it. */
export interface PreloadHalfConfig {
  readonly secret: string;
  /** The binding through which messages leave for the main process. */
  readonly binding: string;
  /** The global through which messages of the main process arrive. */
  readonly receiver: string;
  readonly process: { readonly platform: string; readonly versions: object; readonly env: object };
}

/** The function that holds the preload script: the same names that Electron's sandboxed preload sees. */
export type PreloadScript = (
  require: (id: string) => unknown,
  module: { exports: unknown },
  exports: unknown,
  process: object,
) => void;

/**
 * Runs in the preload's isolated world: `ipcRenderer`, `contextBridge`, `webUtils`, and the preload script itself. The page cannot
 * reach this world, so plain JavaScript is safe here. Self-contained, because its source text is what is run.
 */
export function preloadHalf(
  config: PreloadHalfConfig,
  codec: CloneCodec,
  dropsOf: typeof makeDroppedFiles,
  script: PreloadScript,
): void {
  if (window !== window.top) return;
  const world = globalThis as unknown as Record<string, unknown>;
  const postToMain = world[config.binding] as (text: string) => void;
  type Tree = readonly unknown[];
  type Fn = (...args: unknown[]) => unknown;
  const refuse = (): never => {
    throw new Error('An object could not be cloned.');
  };
  const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

  // ---- the channel to the page's world -------------------------------------------------------------------------
  const node = document.createElement('i');
  let nextId = 0;
  const functions = new Map<number, Fn>();
  const settlers = new Map<
    number,
    { readonly ok: (value: unknown) => void; readonly fail: (error: unknown) => void }
  >();
  const replies = new Map<number, Tree>();
  const post = (message: object): void => {
    node.dispatchEvent(
      new CustomEvent('page', { detail: { id: 0, call: 0, name: '', tree: [], ok: true, ...message } }),
    );
  };
  const released = new FinalizationRegistry<number>((id) => {
    post({ kind: 'release', id });
  });
  const isPlain = (value: object): boolean => {
    const prototype: unknown = Object.getPrototypeOf(value);
    return Array.isArray(value) || prototype === Object.prototype || prototype === null;
  };
  const needsWalk = (value: unknown, seen: Set<unknown>): boolean => {
    if (typeof value === 'function' || value instanceof Promise) return true;
    if (typeof value !== 'object' || value === null || seen.has(value) || !isPlain(value)) return false;
    seen.add(value);
    return Object.values(value).some((entry) => needsWalk(entry, seen));
  };
  const walk = (value: unknown, depth: number): Tree => {
    if (depth > 100 || typeof value === 'symbol') return refuse();
    if (typeof value === 'function') {
      nextId += 1;
      functions.set(nextId, value as Fn);
      return ['function', nextId];
    }
    if (value instanceof Promise) {
      nextId += 1;
      const id = nextId;
      value.then(
        (result: unknown) => {
          let tree: Tree;
          try {
            tree = encode(result);
          } catch (error) {
            post({ kind: 'settle', id, ok: false, tree: ['error', messageOf(error)] });
            return;
          }
          post({ kind: 'settle', id, tree });
        },
        (error: unknown) => {
          post({ kind: 'settle', id, ok: false, tree: ['error', messageOf(error)] });
        },
      );
      return ['promise', id];
    }
    if (value instanceof Error) return ['value', new Error(value.message)];
    if (typeof value !== 'object' || value === null) return ['value', value];
    if (!isPlain(value)) return ['value', structuredClone(value)];
    return [
      Array.isArray(value) ? 'array' : 'object',
      ...Object.entries(value).flatMap(([key, entry]) => [key, walk(entry, depth + 1)]),
    ];
  };
  const encode = (value: unknown): Tree => {
    if (needsWalk(value, new Set())) return walk(value, 0);
    try {
      return ['value', structuredClone(value)];
    } catch {
      return refuse();
    }
  };
  const decode = (tree: Tree): unknown => {
    const [tag, first] = tree;
    switch (tag) {
      case 'value':
        return first;
      case 'error':
        return new Error(first as string);
      case 'function': {
        const proxy = (...args: unknown[]): unknown => ask({ kind: 'call', id: first, tree: encode(args) });
        released.register(proxy, first as number);
        return proxy;
      }
      case 'promise':
        return new Promise((ok, fail) => {
          settlers.set(first as number, { ok, fail });
        });
      default: {
        const target = tag === 'array' ? [] : {};
        for (let i = 1; i < tree.length; i += 2) {
          Object.defineProperty(target, tree[i] as string, {
            value: decode(tree[i + 1] as Tree),
            writable: true,
            enumerable: true,
            configurable: true,
          });
        }
        return target;
      }
    }
  };
  /** Posts a message and takes the reply that the other world has posted before it returned. */
  const ask = (message: object): unknown => {
    nextId += 1;
    const call = nextId;
    post({ ...message, call });
    const reply = replies.get(call);
    replies.delete(call);
    if (reply === undefined) throw new Error('The page did not answer.');
    const result = decode(reply);
    if (reply[0] === 'error') throw result as Error;
    return result;
  };
  const answer = (call: number, run: () => Tree): void => {
    let tree: Tree;
    try {
      tree = run();
    } catch (error) {
      tree = ['error', messageOf(error)];
    }
    post({ kind: 'reply', call, tree });
  };
  node.addEventListener('preload', (event) => {
    const message = (event as CustomEvent).detail as {
      kind: string;
      id: number;
      call: number;
      tree: Tree;
      ok: boolean;
    };
    switch (message.kind) {
      case 'call':
        answer(message.call, () => {
          const fn = functions.get(message.id);
          if (fn === undefined) throw new Error('The function has been released.');
          return encode(fn(...(decode(message.tree) as unknown[])));
        });
        return;
      case 'reply':
        replies.set(message.call, message.tree);
        return;
      case 'settle': {
        const settler = settlers.get(message.id);
        settlers.delete(message.id);
        const value = decode(message.tree);
        if (message.ok) settler?.ok(value);
        else settler?.fail(value);
        return;
      }
      default:
        functions.delete(message.id);
    }
  });
  document.dispatchEvent(new FocusEvent(config.secret, { relatedTarget: node }));

  // ---- the channel to the main process -------------------------------------------------------------------------
  const listeners = new Map<string, { readonly listener: Fn; readonly once: boolean }[]>();
  const invocations = new Map<
    number,
    { readonly ok: (value: unknown) => void; readonly fail: (error: Error) => void; readonly channel: string }
  >();
  const sendToMain = (kind: string, id: number, channel: unknown, args: unknown[]): void => {
    if (typeof channel !== 'string') throw new TypeError('The channel must be a string.');
    postToMain(JSON.stringify({ kind, id, channel, url: location.href, args: codec.encode(args) }));
  };
  const closedTo = (name: string, api: object): object =>
    new Proxy(api, {
      get: (target, key) => {
        if (typeof key === 'symbol' || key in target || key === 'then')
          return Reflect.get(target, key) as unknown;
        throw new Error(`${name}.${key} is not part of the Chromium runtime`);
      },
    });
  const add = (channel: string, listener: Fn, once: boolean): void => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, once }]);
  };
  const remove = (channel: string, listener: Fn): object => {
    const left = [...(listeners.get(channel) ?? [])];
    const at = left.findLastIndex((entry) => entry.listener === listener);
    if (at >= 0) left.splice(at, 1);
    listeners.set(channel, left);
    return ipcRenderer;
  };
  const ipcRenderer: object = closedTo('ipcRenderer', {
    invoke: async (channel: string, ...args: unknown[]) =>
      new Promise((ok, fail) => {
        nextId += 1;
        sendToMain('invoke', nextId, channel, args);
        invocations.set(nextId, { ok, fail, channel });
      }),
    send: (channel: string, ...args: unknown[]) => {
      sendToMain('send', 0, channel, args);
    },
    on: (channel: string, listener: Fn) => {
      add(channel, listener, false);
      return ipcRenderer;
    },
    once: (channel: string, listener: Fn) => {
      add(channel, listener, true);
      return ipcRenderer;
    },
    off: remove,
    removeListener: remove,
    removeAllListeners: (channel?: string) => {
      if (channel === undefined) listeners.clear();
      else listeners.delete(channel);
      return ipcRenderer;
    },
  });
  const deliver = (channel: string, args: unknown[]): void => {
    for (const entry of listeners.get(channel) ?? []) {
      if (entry.once) remove(channel, entry.listener);
      entry.listener({ sender: ipcRenderer, ports: [] }, ...args);
    }
  };
  const dropped = dropsOf((id) => {
    postToMain(JSON.stringify({ kind: 'dropped', id, channel: '', url: location.href, args: '' }));
  });
  const receive = (kind: string, id: number, channel: string, text: string): unknown => {
    if (kind === 'message') {
      deliver(channel, codec.decode(text) as unknown[]);
      return undefined;
    }
    if (kind === 'dropped-files') return dropped.filesOf(id);
    if (kind === 'dropped-paths') {
      dropped.arrived(id, JSON.parse(text) as string[]);
      return undefined;
    }
    const invocation = invocations.get(id);
    invocations.delete(id);
    if (kind === 'result') invocation?.ok(codec.decode(text));
    else invocation?.fail(new Error(`Error invoking remote method '${invocation.channel}': ${text}`));
    return undefined;
  };
  Object.defineProperty(world, config.receiver, {
    value: receive,
    enumerable: false,
    writable: false,
    configurable: false,
  });

  // ---- navigations that nothing outside of the page can stop --------------------------------------------------
  // The listener lives in this world, so that the page can neither see it nor come before it.
  const refuseStrays = (event: Event & { readonly destination?: { readonly url: string } }): void => {
    const url = event.destination?.url ?? '';
    if (!/^(?:blob|data|filesystem):/i.test(url)) return;
    event.preventDefault();
    postToMain(
      JSON.stringify({
        kind: 'refused-navigation',
        id: 0,
        channel: url.slice(0, 100),
        url: location.href,
        args: '',
      }),
    );
  };
  (globalThis as unknown as { navigation?: EventTarget }).navigation?.addEventListener(
    'navigate',
    refuseStrays,
  );

  // ---- the preload script --------------------------------------------------------------------------------------
  const contextBridge = closedTo('contextBridge', {
    exposeInMainWorld: (name: string, api: unknown) => {
      ask({ kind: 'expose', name, tree: encode(api) });
    },
  });
  const webUtils = closedTo('webUtils', { getPathForFile: dropped.pathOf });
  const electron = closedTo('electron', { contextBridge, ipcRenderer, webUtils });
  const require = (id: string): unknown => {
    if (id === 'electron' || id === 'electron/renderer') return electron;
    throw new Error(`module not found: ${id}`);
  };
  const module = { exports: {} };
  try {
    script(require, module, module.exports, Object.freeze(config.process));
  } catch (error) {
    postToMain(
      JSON.stringify({
        kind: 'preload-error',
        id: 0,
        channel: '',
        url: location.href,
        args: codec.encode([error instanceof Error ? (error.stack ?? error.message) : String(error)]),
      }),
    );
  }
}
