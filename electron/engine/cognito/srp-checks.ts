import { getDiffieHellman } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';

/** The 3072-bit prime of RFC 3526 section 4 (group 15), which Cognito's SRP uses as N. */
const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);

/**
 * Refuses a server key B that is zero modulo N, as RFC 5054 section 2.5.4 demands ("the client MUST abort"): the SRP
 * package that we use looks for a literal zero only.
 */
export function refuseWeakServerKey(srpB: string | undefined): void {
  if (srpB === undefined || !/^[0-9a-f]{1,1024}$/i.test(srpB) || BigInt(`0x${srpB}`) % N === 0n) {
    throw new AppError('pool/failed', 'The user pool sent an SRP key that must not be used.');
  }
}
