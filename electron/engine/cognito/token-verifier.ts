import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { FetchError, JwtExpiredError, JwtNotBeforeError } from 'aws-jwt-verify/error';
import { JwkValidationError, JwksValidationError, WaitPeriodNotYetEndedJwkError } from 'aws-jwt-verify/error';
import type { Fetcher } from 'aws-jwt-verify/https';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { z } from 'zod';
import type { Settings } from '../../../shared/domain/settings.ts';
import { AppError } from '../../../shared/errors.ts';
import type { PoolTokens } from './pool.ts';

/** What verified tokens say about a person. */
export interface VerifiedIdentity {
  readonly sub: string;
  readonly username: string;
  readonly displayName: string;
  readonly groups: readonly string[];
  /** The `custom:clinic` attribute; null without one. */
  readonly clinic: string | null;
  /** When the access token expires, ms since the epoch. */
  readonly accessExpiresAtMs: number;
}

const FETCH_TIMEOUT_MS = 10_000;
const MAX_JWKS_BYTES = 256 * 1024;

const nameClaims = z.object({
  'cognito:username': z.string().min(1),
  given_name: z.string().optional(),
  family_name: z.string().optional(),
  name: z.string().optional(),
  'custom:clinic': z.string().min(1).optional(),
});

/**
 * Verifies ID and access token of one pool and client: RS256 signature against the pool's JWKS, issuer, audience,
 * `token_use`, expiry (AWS: "Verifying JSON web tokens"), and that both are about the same person.
 */
export class TokenVerifier {
  readonly #verify: (jwt: string, tokenUse: 'id' | 'access') => Promise<Record<string, unknown>>;

  constructor(settings: Pick<Settings, 'userPoolId' | 'clientId' | 'jwksUri'>) {
    const verifier = CognitoJwtVerifier.create(
      { userPoolId: settings.userPoolId, clientId: settings.clientId, tokenUse: null },
      { jwksCache: new SimpleJwksCache({ fetcher: jwksFetcher(settings.jwksUri) }) },
    );
    this.#verify = async (jwt, tokenUse) => verifier.verify(jwt, { tokenUse, clientId: settings.clientId });
  }

  /** @throws `auth/token-invalid`, `auth/clock-skew` (not valid yet, or expired at birth), `pool/unreachable` (no JWKS) */
  async verify(tokens: PoolTokens): Promise<VerifiedIdentity> {
    let id: Record<string, unknown>;
    let access: Record<string, unknown>;
    try {
      [id, access] = await Promise.all([
        this.#verify(tokens.idToken, 'id'),
        this.#verify(tokens.accessToken, 'access'),
      ]);
    } catch (error) {
      throw toTokenError(error);
    }
    const names = nameClaims.safeParse(id);
    if (!names.success || typeof id.sub !== 'string' || id.sub !== access.sub) {
      throw new AppError('auth/token-invalid', 'The tokens do not name one person.');
    }
    const claims = names.data;
    const fullName = [claims.given_name, claims.family_name].filter(Boolean).join(' ');
    return {
      sub: id.sub,
      username: claims['cognito:username'],
      displayName: fullName || (claims.name ?? claims['cognito:username']),
      groups: z.array(z.string()).catch([]).parse(access['cognito:groups']),
      clinic: claims['custom:clinic'] ?? null,
      accessExpiresAtMs: z.number().parse(access.exp) * 1000,
    };
  }
}

/** Fetches the pool's JWKS, from `jwksUri` if the settings name one, without following redirects. */
function jwksFetcher(jwksUri: string | undefined): Fetcher {
  return {
    fetch: async (uri) => {
      try {
        const response = await fetch(jwksUri ?? uri, {
          redirect: 'error',
          signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
        });
        if (!response.ok) throw new FetchError(uri, `status ${response.status}`);
        return await readLimited(response, MAX_JWKS_BYTES);
      } catch (error) {
        // Every failure to get the keys looks alike to the caller: time-out, dropped connection, redirect, certificate.
        throw error instanceof FetchError ? error : new FetchError(uri, error);
      }
    },
  };
}

async function readLimited(response: Response, maxBytes: number): Promise<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += part.byteLength;
    if (bytes > maxBytes) throw new Error('The answer is too large.');
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts)).buffer;
}

/** The keys could not be had, which says nothing about the token: a page of a captive portal, keys asked for too often. */
const NO_KEYS = [
  FetchError,
  JwksValidationError,
  JwkValidationError,
  WaitPeriodNotYetEndedJwkError,
  SyntaxError,
] as const;

function toTokenError(error: unknown): AppError {
  if (error instanceof JwtExpiredError || error instanceof JwtNotBeforeError) {
    return new AppError('auth/clock-skew', 'The pool’s fresh tokens are not valid at this computer’s time.');
  }
  if (NO_KEYS.some((kind) => error instanceof kind)) {
    return new AppError('pool/unreachable', 'The pool’s public keys cannot be fetched.', { cause: error });
  }
  return new AppError('auth/token-invalid', 'A token of the pool does not verify.', { cause: error });
}
