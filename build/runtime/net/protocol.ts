import type { CustomScheme, Protocol } from 'electron';
import type { UrlMap } from '../url-map.ts';

type Handler = Parameters<Protocol['handle']>[1];

/** The API, and what the network gate asks of it. */
export interface ProtocolParts {
  readonly protocol: Pick<
    Protocol,
    'registerSchemesAsPrivileged' | 'handle' | 'unhandle' | 'isProtocolHandled'
  >;
  /** The handler for a URL as the app sees it. */
  readonly handlerFor: (url: string) => Handler | undefined;
  /** True if service workers may be registered from that URL. */
  readonly allowsServiceWorkers: (url: string) => boolean;
}

/** `protocol`: privileged schemes and their handlers. */
export function createProtocol(urls: UrlMap, isReady: () => boolean): ProtocolParts {
  const privileges = new Map<string, CustomScheme['privileges']>();
  const handlers = new Map<string, Handler>();
  return {
    protocol: {
      registerSchemesAsPrivileged: (schemes) => {
        if (isReady())
          throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
        for (const { scheme, privileges: granted } of schemes) {
          if (granted?.standard !== true || granted.secure !== true) {
            throw new Error(
              `The Chromium runtime can stand in for standard and secure schemes only, not for ${scheme}:`,
            );
          }
          urls.register(scheme);
          privileges.set(scheme, granted);
        }
      },
      handle: (scheme, handler) => {
        if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
        const known = privileges.has(scheme) || scheme === 'http' || scheme === 'https';
        if (!known)
          throw new Error(
            `The Chromium runtime cannot handle ${scheme}: unless it is registered as privileged`,
          );
        handlers.set(scheme, handler);
      },
      unhandle: (scheme) => {
        handlers.delete(scheme);
      },
      isProtocolHandled: (scheme) =>
        handlers.has(scheme) || ['http', 'https', 'data', 'blob', 'about'].includes(scheme),
    },
    handlerFor: (url) => handlers.get(schemeOf(url)),
    allowsServiceWorkers: (url) => privileges.get(schemeOf(url))?.allowServiceWorkers === true,
  };
}

function schemeOf(url: string): string {
  return url.slice(0, url.indexOf(':')).toLowerCase();
}
