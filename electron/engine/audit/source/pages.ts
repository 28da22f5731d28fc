import { AppError } from '../../../../shared/errors.ts';
import { readBundle, type BundlePage } from './bundle.ts';
import type { FhirClient } from './fhir-client.ts';
import { keyOf } from './recently-seen.ts';

export interface FetchedPage extends BundlePage {
  /** The server's clock at this page; null where it shows none. */
  readonly serverMs: number | null;
}

/** Pages in a row without one new event: a server may shift by one while it is read, but not again and again. */
const STALE_PAGES = 3;

/**
 * All pages of one search, following `next`. `source/loop` where an address comes back or pages bring nothing new;
 * `source/foreign-link` and the rest as the client has them.
 */
export async function* pagesOf(
  client: FhirClient,
  search: string,
  signal: AbortSignal,
): AsyncGenerator<FetchedPage, void, undefined> {
  const visited = new Set<string>();
  const seen = new Set<string>();
  let stale = 0;
  let answer = await client.get(search, signal);
  visited.add(answer.url);
  for (;;) {
    const page = readBundle(answer.bytes);
    const before = seen.size;
    for (const { event } of page.events) seen.add(keyOf(event));
    stale = seen.size > before ? 0 : stale + 1;
    yield { ...page, serverMs: page.builtMs ?? answer.serverMs };
    if (page.next === null) return;
    // What is no URL at all goes on as it is: the client refuses it as a link to elsewhere.
    const next = URL.canParse(page.next, answer.url) ? new URL(page.next, answer.url).href : page.next;
    if (visited.has(next) || stale >= STALE_PAGES) {
      throw new AppError('source/loop', 'The pages of the audit server go round in a circle.');
    }
    visited.add(next);
    answer = await client.getLink(next, signal);
  }
}
