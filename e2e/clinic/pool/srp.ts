import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * The server's half of SRP-6a (RFC 5054) in Cognito's dialect: 3072-bit group of RFC 3526 §4, g = 2, SHA-256, numbers
 * hashed in the two's-complement form of Java's `BigInteger.toByteArray`, session key by HKDF with the label
 * "Caldera Derived Key" (as amazon-cognito-identity-js does it on the client's side).
 */
const N = BigInt(
  '0x' +
    'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD' +
    'EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED' +
    'EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F' +
    '83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B' +
    'E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510' +
    '15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7' +
    'ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C' +
    'BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF',
);
const G = 2n;
const INFO = Buffer.from('Caldera Derived Key', 'utf8');
const KEY_BYTES = 16;
/** 256 bits, the least that RFC 5054 §3.1 recommends; the group's own strength is half of that. */
const EPHEMERAL_BYTES = 32;
/** 768 hex digits fill the group; a sign byte may precede them. */
const MAX_A_DIGITS = 770;

function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** A non-negative number as the bytes Cognito hashes: even in hex digits, and never with its top bit set. */
function padded(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/i.test(even) ? `00${even}` : even, 'hex');
}

function sha256(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function toNumber(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

const K = toNumber(sha256(padded(N), padded(G)));

/** What the pool keeps of a password: never the password itself. */
export interface SrpVerifier {
  /** Hexadecimal, as the SALT challenge parameter carries it. */
  readonly saltHex: string;
  readonly verifier: bigint;
}

/** The server's side of one exchange. `publicHex` is the SRP_B challenge parameter. */
export interface SrpExchange {
  readonly clientPublic: bigint;
  readonly serverSecret: bigint;
  readonly serverPublic: bigint;
  readonly publicHex: string;
  readonly verifier: SrpVerifier;
}

/** Computes the verifier v = g^x for a user; `poolName` is the part of the pool's id after the underscore. */
export function createVerifier(
  poolName: string,
  userIdForSrp: string,
  password: string,
  saltHex: string,
): SrpVerifier {
  const inner = sha256(Buffer.from(`${poolName}${userIdForSrp}:${password}`, 'utf8'));
  const x = toNumber(sha256(padded(BigInt(`0x${saltHex}`)), inner));
  return { saltHex, verifier: modPow(G, x, N) };
}

/** Reads SRP_A: undefined if it is not hexadecimal, is too long, or is zero modulo N (RFC 5054 §2.5.4 forbids it). */
export function parseClientPublic(hex: string): bigint | undefined {
  if (hex.length === 0 || hex.length > MAX_A_DIGITS || !/^[0-9a-f]+$/i.test(hex)) return undefined;
  const value = BigInt(`0x${hex}`);
  return value % N === 0n ? undefined : value;
}

/** Draws the server's ephemeral key pair: B = k·v + g^b. */
export function beginExchange(clientPublic: bigint, verifier: SrpVerifier): SrpExchange {
  const serverSecret = toNumber(randomBytes(EPHEMERAL_BYTES));
  const serverPublic = (K * verifier.verifier + modPow(G, serverSecret, N)) % N;
  return { clientPublic, serverSecret, serverPublic, publicHex: serverPublic.toString(16), verifier };
}

/** The signature that a client with the right password sends as PASSWORD_CLAIM_SIGNATURE, in bytes. */
export function expectedSignature(
  exchange: SrpExchange,
  poolName: string,
  userIdForSrp: string,
  secretBlock: Buffer,
  timestamp: string,
): Buffer {
  const u = toNumber(sha256(padded(exchange.clientPublic), padded(exchange.serverPublic)));
  const shared = modPow(
    exchange.clientPublic * modPow(exchange.verifier.verifier, u, N),
    exchange.serverSecret,
    N,
  );
  const key = Buffer.from(hkdfSync('sha256', padded(shared), padded(u), INFO, KEY_BYTES));
  return createHmac('sha256', key)
    .update(Buffer.from(poolName, 'utf8'))
    .update(Buffer.from(userIdForSrp, 'utf8'))
    .update(secretBlock)
    .update(Buffer.from(timestamp, 'utf8'))
    .digest();
}
