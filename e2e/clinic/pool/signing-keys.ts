import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { z } from 'zod';
import type { StateKeep } from '../state.ts';

const DOCUMENT = 'signing-keys';
const KID_BYTES = 32;

const StoredJwk = z.object({
  kty: z.literal('RSA'),
  n: z.string(),
  e: z.string(),
  d: z.string(),
  p: z.string(),
  q: z.string(),
  dp: z.string(),
  dq: z.string(),
  qi: z.string(),
  kid: z.string(),
});
const Stored = z.object({ id: StoredJwk, access: StoredJwk });
type StoredKey = z.infer<typeof StoredJwk>;

/** One signing key with its public half as the JWKS shows it. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly publicJwk: JWK;
}

/** A pool signs ID tokens with one key and access tokens with another, and publishes both. */
export interface SigningKeys {
  readonly id: SigningKey;
  readonly access: SigningKey;
}

async function generate(): Promise<StoredKey> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  // A new name for every new key: a client that cached the old JWKS must notice.
  const kid = randomBytes(KID_BYTES).toString('base64');
  return StoredJwk.parse({ ...(await exportJWK(privateKey)), kid });
}

async function bringIn(stored: StoredKey): Promise<SigningKey> {
  const publicJwk: JWK = { alg: 'RS256', e: stored.e, kid: stored.kid, kty: 'RSA', n: stored.n, use: 'sig' };
  const [privateKey, publicKey] = await Promise.all([
    importJWK(stored, 'RS256'),
    importJWK(publicJwk, 'RS256'),
  ]);
  if (privateKey instanceof Uint8Array || publicKey instanceof Uint8Array)
    throw new TypeError('An RSA key was expected.');
  return { kid: stored.kid, privateKey, publicKey, publicJwk };
}

/** Loads the pool's two RSA keys, or makes them: RSA keys cannot be grown from a seed, so a kept state keeps them. */
export async function loadSigningKeys(state: StateKeep): Promise<SigningKeys> {
  const kept = Stored.safeParse(state.load(DOCUMENT));
  const [id, access] = kept.success
    ? [kept.data.id, kept.data.access]
    : await Promise.all([generate(), generate()]);
  if (!kept.success) state.save(DOCUMENT, { id, access });
  return { id: await bringIn(id), access: await bringIn(access) };
}
