import type { AccessClaims, VerifyAccessToken } from '../groups.ts';
import { FhirError } from './outcome.ts';

/** What someone may do here. `clinicId` undefined on `read` means every clinic. */
export interface Access {
  readonly claims: AccessClaims;
  readonly canRead: boolean;
  readonly clinicId: string | undefined;
}

const CHALLENGE = { 'WWW-Authenticate': 'Bearer realm="medminder"' };

/**
 * Who asks, by the bearer token (RFC 6750): compliance officers read all clinics, administrators their own, support
 * staff nothing; all three may post what the console did. Throws FhirError 401 without a valid token and 403 for
 * everybody else, an administrator without a clinic among them.
 */
export async function accessOf(
  authorization: string | undefined,
  verify: VerifyAccessToken,
): Promise<Access> {
  const token = /^Bearer (?<token>\S+)$/iu.exec(authorization ?? '')?.groups?.['token'];
  if (token === undefined) throw new FhirError(401, 'login', 'A bearer token is needed', CHALLENGE);
  const claims = await verify(token);
  if (claims === null) {
    throw new FhirError(401, 'login', 'The token is not valid', {
      'WWW-Authenticate': `${CHALLENGE['WWW-Authenticate']}, error="invalid_token"`,
    });
  }
  if (claims.groups.includes('medminder-compliance')) return { claims, canRead: true, clinicId: undefined };
  if (claims.groups.includes('medminder-admin') && claims.clinicId !== undefined) {
    return { claims, canRead: true, clinicId: claims.clinicId };
  }
  if (claims.groups.includes('medminder-support'))
    return { claims, canRead: false, clinicId: claims.clinicId };
  throw new FhirError(403, 'forbidden', 'This account may not use the audit record');
}

/** Throws FhirError 403 for those who may only post. */
export function mustRead(access: Access): void {
  if (!access.canRead) throw new FhirError(403, 'forbidden', 'This account may not read the audit record');
}
