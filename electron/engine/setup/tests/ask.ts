import { Failed } from './finding.ts';
import { networkFailureOf } from './network-failure.ts';

/** The CapabilityStatement of a large server has a few megabytes. */
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export interface Question {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  /** Of the server that answered. */
  readonly host: string;
}

/**
 * Asks a server that the settings name, with no credentials. Redirects of a GET are followed within the origin only, as the
 * console does it later with a token.
 *
 * @throws Failed `test/name-not-found`, `test/unreachable`, `test/timed-out`, `test/certificate`, `test/redirected`,
 *   `test/throttled`, `test/unexpected-answer` (too large)
 */
export async function ask(address: string, question: Question, signal: AbortSignal): Promise<Answer> {
  let url = new URL(address);
  for (let redirects = 0; ; redirects += 1) {
    const response = await send(url, question, signal);
    const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null;
    if (location === null) return read(url, response);
    await response.body?.cancel();
    const target = URL.parse(location, url.href);
    const stays = target?.origin === url.origin && target.username === '' && target.password === '';
    if (!stays || (question.method ?? 'GET') !== 'GET' || redirects === MAX_REDIRECTS) {
      // The origin alone: the rest of a sign-in page's address may hold a ticket.
      throw new Failed('test/redirected', { host: url.host, to: target?.origin ?? 'nowhere' });
    }
    url = target;
  }
}

async function send(
  url: URL,
  { method = 'GET', headers = {}, body }: Question,
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      signal,
      ...(body === undefined ? {} : { body }),
    });
  } catch (error) {
    throw asFailed(error, url);
  }
}

async function read(url: URL, response: Response): Promise<Answer> {
  const { status, headers } = response;
  const { host } = url;
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > MAX_BYTES) throw new Failed('test/unexpected-answer', { host, status, bytes: size });
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof Failed ? error : asFailed(error, url);
  }
  if (status === 429) throw new Failed('test/throttled', { host, status });
  return { status, headers, bytes: Buffer.concat(chunks, size), host };
}

function asFailed(error: unknown, { host }: URL): Failed {
  const found = networkFailureOf(error);
  // What has no name of its own (a body cut off, a header that is none) is a connection that did not hold.
  return new Failed(found?.code ?? 'test/unreachable', {
    host,
    ...(found === null ? {} : { errno: found.errno }),
  });
}

/** What to say of an answer that is none of those expected: status, and what kind of document it is. */
export function strange({ status, headers, host }: Answer): Failed {
  const type = /^[\w.+-]+\/[\w.+-]+/.exec(headers.get('content-type') ?? '')?.[0];
  return new Failed('test/unexpected-answer', {
    host,
    status,
    ...(type === undefined ? {} : { document: type }),
  });
}

/** The answer as a JSON object; null where it is none. */
export function jsonOf({ bytes }: Answer): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}
