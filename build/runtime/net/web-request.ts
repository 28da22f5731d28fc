import type {
  CallbackResponse,
  HeadersReceivedResponse,
  OnBeforeRequestListenerDetails,
  OnHeadersReceivedListenerDetails,
  WebRequest,
  WebRequestFilter,
} from 'electron';
import { matchesUrlPatterns } from './url-filter.ts';

type Before = (
  details: OnBeforeRequestListenerDetails,
  callback: (response: CallbackResponse) => void,
) => void;
type Received = (
  details: OnHeadersReceivedListenerDetails,
  callback: (response: HeadersReceivedResponse) => void,
) => void;
interface Hook<L> {
  readonly filter: WebRequestFilter | undefined;
  readonly listener: L;
}

/** The API, and what the network gate asks of it. */
export interface WebRequestParts {
  readonly webRequest: Pick<WebRequest, 'onBeforeRequest' | 'onHeadersReceived'>;
  readonly before: (details: OnBeforeRequestListenerDetails) => Promise<CallbackResponse>;
  readonly received: (details: OnHeadersReceivedListenerDetails) => Promise<HeadersReceivedResponse>;
  readonly watchesHeaders: (url: string) => boolean;
}

/** `session.webRequest`: one listener per event, as in Electron; the last one set wins. */
export function createWebRequest(): WebRequestParts {
  let before: Hook<Before> | undefined;
  let received: Hook<Received> | undefined;
  return {
    webRequest: {
      onBeforeRequest: (...args: readonly unknown[]) => {
        before = hook<Before>(args);
      },
      onHeadersReceived: (...args: readonly unknown[]) => {
        received = hook<Received>(args);
      },
    },
    before: async (details) => {
      const active = before;
      if (active === undefined || !matchesUrlPatterns(details.url, active.filter?.urls)) return {};
      return new Promise((resolve) => {
        active.listener(details, resolve);
      });
    },
    received: async (details) => {
      const active = received;
      if (active === undefined || !matchesUrlPatterns(details.url, active.filter?.urls)) return {};
      return new Promise((resolve) => {
        active.listener(details, resolve);
      });
    },
    watchesHeaders: (url) => received !== undefined && matchesUrlPatterns(url, received.filter?.urls),
  };
}

/** The optional filter and the listener; null takes the listener away. */
function hook<L>(args: readonly unknown[]): Hook<L> | undefined {
  const [first, second] = args;
  const listener = typeof first === 'function' || first === null ? first : second;
  if (listener === null || listener === undefined) return undefined;
  return {
    filter: typeof first === 'object' && first !== null ? (first as WebRequestFilter) : undefined,
    listener: listener as L,
  };
}
