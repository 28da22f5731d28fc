import type {
  CallbackResponse,
  OnBeforeRequestListenerDetails,
  WebRequest,
  WebRequestFilter,
} from 'electron';
import { matchesUrlPatterns } from './url-filter.ts';

type Listener = (
  details: OnBeforeRequestListenerDetails,
  callback: (response: CallbackResponse) => void,
) => void;

/** The API, and what the network gate asks of it. */
export interface WebRequestParts {
  readonly webRequest: Pick<WebRequest, 'onBeforeRequest'>;
  readonly before: (details: OnBeforeRequestListenerDetails) => Promise<CallbackResponse>;
}

/** `session.webRequest`: one listener, as in Electron; the last one set wins, and null takes it away. */
export function createWebRequest(): WebRequestParts {
  let filter: WebRequestFilter | undefined;
  let listener: Listener | undefined;
  return {
    webRequest: {
      onBeforeRequest: (...args: readonly unknown[]) => {
        const [first, second] = args;
        const direct = typeof first === 'function' || first === null;
        filter = direct ? undefined : (first as WebRequestFilter);
        listener = ((direct ? first : second) ?? undefined) as Listener | undefined;
      },
    },
    before: async (details) => {
      const active = listener;
      if (active === undefined || !matchesUrlPatterns(details.url, filter?.urls)) return {};
      return new Promise((resolve) => {
        active(details, resolve);
      });
    },
  };
}
