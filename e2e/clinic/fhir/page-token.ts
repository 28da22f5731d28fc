import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { FhirError } from './outcome.ts';

/** What a `next` link carries: the search, its snapshot, and where the page before ended. */
const PageState = z.object({
  /** Which filling of the store it belongs to: after a reset an old link is gone. */
  epoch: z.int(),
  /** The search as a query string. */
  search: z.string(),
  snapshot: z.int(),
  timeUs: z.int(),
  seq: z.int(),
  /** 2 for the page behind the first. */
  page: z.int(),
});
export type PageState = z.infer<typeof PageState>;

const MAC_LENGTH = 22;

/** Turns page states into opaque tokens and back; a token that was not made here is refused. */
export interface PageTokens {
  seal(state: PageState): string;
  open(token: string): PageState;
}

/** Tokens under a key of the server's own: opaque on purpose, so that no client learns to build one. */
export function createPageTokens(secret: string): PageTokens {
  const macOf = (body: string): string =>
    createHmac('sha256', secret).update(body).digest('base64url').slice(0, MAC_LENGTH);
  return {
    seal: (state) => {
      const body = Buffer.from(JSON.stringify(state)).toString('base64url');
      return `${body}.${macOf(body)}`;
    },
    open: (token) => {
      const [body = '', mac = ''] = token.split('.', 2);
      const given = Buffer.from(mac);
      const wanted = Buffer.from(macOf(body));
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
        throw new FhirError(400, 'invalid', 'This page link was not made by this server');
      }
      return PageState.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
    },
  };
}
