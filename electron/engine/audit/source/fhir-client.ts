import { AppError, isAppError } from '../../../../shared/errors.ts';
import { isSecureOrLoopback } from '../../../../shared/domain/settings.ts';
import { retryAfterMs } from './backoff.ts';
import type { Timing, TokenProvider } from './ports.ts';

export interface FhirClientOptions {
  /** Base URL of the FHIR server, https or loopback. */
  readonly baseUrl: string;
  readonly tokens: TokenProvider;
  readonly timing: Pick<Timing, 'now'>;
  /** Longest time for one request with its whole answer. */
  readonly timeoutMs?: number;
  /** Largest answer, after decompression. */
  readonly maxBytes?: number;
}

export interface FhirAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  /** The address that answered, after redirects within the origin. */
  readonly url: string;
  /** When the server answered, by its own Date header; null without one. */
  readonly serverMs: number | null;
}

interface Outgoing {
  readonly method: 'GET' | 'POST';
  readonly body?: Uint8Array;
  readonly ifNoneExist?: string;
}

const TIMEOUT_MS = 60_000;
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * HTTP for one FHIR server: the operator's token, one renewal after a 401, nothing to any other origin, limits of time
 * and size. Node's fetch uses no proxy of the environment unless NODE_USE_ENV_PROXY asks for it, and TLS 1.2 or newer.
 */
export class FhirClient {
  readonly baseUrl: string;
  private readonly origin: string;
  private readonly options: FhirClientOptions;

  constructor(options: FhirClientOptions) {
    if (!isSecureOrLoopback(options.baseUrl)) {
      throw new AppError('settings/invalid', 'The audit server must be https, except on loopback.');
    }
    this.baseUrl = options.baseUrl.replace(/\/+$/, '');
    this.origin = new URL(options.baseUrl).origin;
    this.options = options;
  }

  /** A search or read below the base, e.g. `AuditEvent?_count=1`. Errors as {@link request}. */
  async get(path: string, signal: AbortSignal): Promise<FhirAnswer> {
    return await this.request(`${this.baseUrl}/${path}`, { method: 'GET' }, signal);
  }

  /** A link the server gave. `source/foreign-link` where it leads to another origin. */
  async getLink(url: string, signal: AbortSignal): Promise<FhirAnswer> {
    return await this.request(this.own(url, this.baseUrl), { method: 'GET' }, signal);
  }

  /**
   * Creates a record, only if none matches the search `ifNoneExist` where that is given (R4 "conditional create").
   * Any answer below 500 except 401 and 429 is returned, not thrown.
   */
  async create(
    type: string,
    body: Uint8Array,
    signal: AbortSignal,
    ifNoneExist?: string,
  ): Promise<FhirAnswer> {
    const condition = ifNoneExist === undefined ? {} : { ifNoneExist };
    const outgoing: Outgoing = { method: 'POST', body, ...condition };
    return await this.request(`${this.baseUrl}/${type}`, outgoing, signal, (status) => status < 500);
  }

  /**
   * `source/unreachable` (no answer in time), `source/unauthorised` (401 after renewal), `source/forbidden`,
   * `source/throttled` (429 and 503, with `retryAfterMs` in the detail), `source/bad-answer` (too large, cut off),
   * `source/foreign-link` (redirect away), `source/failed` with `status` for the rest.
   */
  private async request(
    url: string,
    outgoing: Outgoing,
    signal: AbortSignal,
    accept: (status: number) => boolean = (status) => status >= 200 && status < 300,
  ): Promise<FhirAnswer> {
    const first = await this.attempt(url, outgoing, signal);
    const answer = first.status === 401 ? await this.again(url, outgoing, signal) : first;
    if (answer.status === 401)
      throw new AppError('source/unauthorised', 'The audit server refuses the session.');
    if (answer.status === 429 || answer.status === 503) throw this.throttled(answer);
    if (accept(answer.status)) return answer;
    if (answer.status === 403)
      throw new AppError('source/forbidden', 'The audit server forbids this operator.');
    throw new AppError('source/failed', `The audit server answered ${answer.status}.`, {
      detail: { status: answer.status },
    });
  }

  private async again(url: string, outgoing: Outgoing, signal: AbortSignal): Promise<FhirAnswer> {
    try {
      await this.options.tokens.refresh();
    } catch (error) {
      throw new AppError('source/unauthorised', 'The session could not be renewed.', { cause: error });
    }
    return await this.attempt(url, outgoing, signal);
  }

  private throttled(answer: FhirAnswer): AppError {
    const waitMs = retryAfterMs(answer.headers.get('retry-after'), this.options.timing.now());
    return new AppError('source/throttled', 'The audit server asks to wait.', {
      detail: { status: answer.status, ...(waitMs === null ? {} : { retryAfterMs: waitMs }) },
    });
  }

  private async attempt(url: string, outgoing: Outgoing, signal: AbortSignal): Promise<FhirAnswer> {
    const token = await this.options.tokens.getAccessToken();
    const limit = AbortSignal.any([signal, AbortSignal.timeout(this.options.timeoutMs ?? TIMEOUT_MS)]);
    let address = url;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const response = await this.send(address, outgoing, token, limit, signal);
      const target = REDIRECTS.has(response.status) ? response.headers.get('location') : null;
      if (target === null) return await this.read(response, address, limit, signal);
      await response.body?.cancel();
      address = this.own(target, address);
    }
    throw new AppError('source/loop', 'The audit server redirects without end.');
  }

  private async send(
    url: string,
    outgoing: Outgoing,
    token: string,
    limit: AbortSignal,
    signal: AbortSignal,
  ): Promise<Response> {
    const headers: Record<string, string> = {
      accept: 'application/fhir+json',
      authorization: `Bearer ${token}`,
    };
    if (outgoing.body !== undefined) headers['content-type'] = 'application/fhir+json';
    if (outgoing.ifNoneExist !== undefined) headers['if-none-exist'] = outgoing.ifNoneExist;
    try {
      return await fetch(url, {
        method: outgoing.method,
        headers,
        redirect: 'manual',
        signal: limit,
        ...(outgoing.body === undefined ? {} : { body: new Uint8Array(outgoing.body) }),
      });
    } catch (error) {
      throw this.unreachable(error, signal);
    }
  }

  private async read(
    response: Response,
    url: string,
    limit: AbortSignal,
    signal: AbortSignal,
  ): Promise<FhirAnswer> {
    const date = Date.parse(response.headers.get('date') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      bytes: await this.body(response, limit, signal),
      url,
      serverMs: Number.isNaN(date) ? null : date,
    };
  }

  private async body(response: Response, limit: AbortSignal, signal: AbortSignal): Promise<Uint8Array> {
    const maxBytes = this.options.maxBytes ?? MAX_BYTES;
    const chunks: Uint8Array[] = [];
    let size = 0;
    try {
      for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
        size += chunk.byteLength;
        if (size > maxBytes)
          throw new AppError('source/bad-answer', 'The answer is too large.', { detail: { maxBytes } });
        chunks.push(chunk);
      }
    } catch (error) {
      if (isAppError(error)) throw error;
      if (limit.aborted) throw this.unreachable(error, signal);
      throw new AppError('source/bad-answer', 'The answer was cut off.', { cause: error });
    }
    return Buffer.concat(chunks, size);
  }

  private unreachable(error: unknown, signal: AbortSignal): AppError {
    if (signal.aborted) return new AppError('call/cancelled', 'The request was cancelled.', { cause: error });
    return new AppError('source/unreachable', 'The audit server cannot be reached.', { cause: error });
  }

  /** SECURITY: the token goes to the server's own origin only, whatever links and redirects say. */
  private own(link: string, from: string): string {
    const url = URL.canParse(link, from) ? new URL(link, from) : null;
    if (url === null || url.origin !== this.origin || url.username !== '' || url.password !== '') {
      throw new AppError('source/foreign-link', 'A link of the audit server leads to another server.');
    }
    url.hash = '';
    return url.href;
  }
}
