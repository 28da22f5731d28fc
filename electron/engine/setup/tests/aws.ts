import { ask, jsonOf, strange, type Answer } from './ask.ts';
import { Failed } from './finding.ts';

/** A refusal in the AWS JSON 1.1 protocol: the exception's short name and its words. */
export interface Refusal {
  readonly type: string;
  readonly message: string;
}

/** What an AWS service answers to an unsigned request; `serverMs` is its clock, null without a Date header. */
export type AwsAnswer = { readonly serverMs: number | null } & (
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly refusal: Refusal }
);

/**
 * One unsigned request in the AWS JSON 1.1 protocol (`X-Amz-Target`).
 *
 * @throws Failed as {@link ask}; `test/throttled`; `test/unexpected-answer` where it is not an AWS service that answers
 */
export async function askAws(
  endpoint: string,
  target: string,
  body: object,
  signal: AbortSignal,
): Promise<AwsAnswer> {
  const answer = await ask(
    `${endpoint.replace(/\/+$/, '')}/`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
      body: JSON.stringify(body),
    },
    signal,
  );
  const json = jsonOf(answer);
  if (json === null || answer.status >= 500) throw strange(answer);
  const date = Date.parse(answer.headers.get('date') ?? '');
  const serverMs = Number.isNaN(date) ? null : date;
  if (answer.status === 200) return { serverMs, ok: true, value: json };
  const refusal = refusalOf(answer, json);
  if (refusal === null) throw strange(answer);
  if (/^(TooManyRequests|Throttling|LimitExceeded)/.test(refusal.type)) {
    throw new Failed('test/throttled', { host: answer.host, status: answer.status });
  }
  return { serverMs, ok: false, refusal };
}

function refusalOf({ headers }: Answer, json: Readonly<Record<string, unknown>>): Refusal | null {
  const named = typeof json['__type'] === 'string' ? json['__type'] : headers.get('x-amzn-errortype');
  // `com.amazonaws.cognito#ResourceNotFoundException`, `ResourceNotFoundException:http://…`
  const type = named?.split('#').at(-1)?.split(':')[0];
  if (type === undefined || !/^\w{1,80}$/.test(type)) return null;
  const message = json['message'] ?? json['Message'];
  return { type, message: typeof message === 'string' ? message : '' };
}
