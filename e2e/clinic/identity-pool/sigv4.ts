import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { SignedRequest } from '../aws-json.ts';
import { REGION } from '../config.ts';
import { ServiceError } from '../service-error.ts';

const ALGORITHM = 'AWS4-HMAC-SHA256';
/** AWS accepts signatures made within five minutes of its own clock. */
const MAX_SKEW_MS = 5 * 60_000;

/** Temporary credentials as the signature check needs them. */
export interface SigningCredentials {
  readonly secretKey: string;
  readonly sessionToken: string;
  readonly expiresAtMs: number;
}

interface Claim {
  readonly accessKeyId: string;
  readonly scope: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

function header(request: SignedRequest, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : (value ?? []).join(',');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function readClaim(authorization: string): Claim {
  const match =
    /^AWS4-HMAC-SHA256 Credential=(\w+)\/(\d{8}\/[\w-]+\/[\w-]+\/aws4_request), ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      authorization,
    );
  const [, accessKeyId, scope, signedHeaders, signature] = match ?? [];
  if (
    accessKeyId === undefined ||
    scope === undefined ||
    signedHeaders === undefined ||
    signature === undefined
  ) {
    throw new ServiceError(
      'IncompleteSignatureException',
      'The Authorization header is not a Signature Version 4.',
    );
  }
  return { accessKeyId, scope, signedHeaders: signedHeaders.split(';'), signature };
}

function signatureOf(request: SignedRequest, claim: Claim, secretKey: string, amzDate: string): string {
  const [path = '/', query = ''] = request.path.split('?');
  const canonicalHeaders = claim.signedHeaders.map(
    (name) => `${name}:${header(request, name).trim().replaceAll(/ +/g, ' ')}\n`,
  );
  const canonical = [
    request.method,
    path,
    query,
    canonicalHeaders.join(''),
    claim.signedHeaders.join(';'),
    sha256Hex(request.body),
  ].join('\n');
  const stringToSign = [ALGORITHM, amzDate, claim.scope, sha256Hex(canonical)].join('\n');
  const key = claim.scope
    .split('/')
    .reduce((previous: Buffer | string, part) => hmac(previous, part), `AWS4${secretKey}`);
  return hmac(Buffer.from(key), stringToSign).toString('hex');
}

function parseAmzDate(text: string): number {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (!match) return Number.NaN;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * Verifies a Signature Version 4 (AWS, "Create a signed AWS API request") over headers and body, its time, its session
 * token and its scope. Answers the access key id; throws the errors AWS services throw, all with status 400.
 */
export function verifySignature(
  request: SignedRequest,
  signingName: string,
  nowMs: number,
  credentialsOf: (accessKeyId: string) => SigningCredentials | undefined,
): string {
  const authorization = header(request, 'authorization');
  if (authorization === '')
    throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  const claim = readClaim(authorization);
  const credentials = credentialsOf(claim.accessKeyId);
  if (!credentials || header(request, 'x-amz-security-token') !== credentials.sessionToken) {
    throw new ServiceError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
  }
  if (nowMs >= credentials.expiresAtMs) {
    throw new ServiceError('ExpiredTokenException', 'The security token included in the request is expired');
  }
  const amzDate = header(request, 'x-amz-date');
  const signedMs = parseAmzDate(amzDate);
  if (Number.isNaN(signedMs) || Math.abs(nowMs - signedMs) > MAX_SKEW_MS) {
    throw new ServiceError(
      'InvalidSignatureException',
      `Signature not current: ${amzDate} is not within 5 min. of now`,
    );
  }
  if (claim.scope !== `${amzDate.slice(0, 8)}/${REGION}/${signingName}/aws4_request`) {
    throw new ServiceError(
      'InvalidSignatureException',
      'Credential should be scoped to this service, region and day.',
    );
  }
  for (const name of ['host', 'x-amz-date', 'x-amz-security-token', 'x-amz-target']) {
    if (!claim.signedHeaders.includes(name)) {
      throw new ServiceError('InvalidSignatureException', `'${name}' must be a signed header.`);
    }
  }
  const expected = Buffer.from(signatureOf(request, claim, credentials.secretKey, amzDate), 'hex');
  if (!timingSafeEqual(expected, Buffer.from(claim.signature, 'hex'))) {
    throw new ServiceError(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided.',
    );
  }
  return claim.accessKeyId;
}
