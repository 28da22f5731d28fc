/** The pool's groups. The first three open the console; the others mark staff and patients, who have no desk there. */
export const POOL_GROUPS = [
  'medminder-compliance',
  'medminder-admin',
  'medminder-support',
  'medminder-clinician',
  'medminder-patient',
] as const;

export type PoolGroup = (typeof POOL_GROUPS)[number];

/** The claims of a checked access token that another service of the clinic may rely on. */
export interface AccessClaims {
  readonly sub: string;
  readonly username: string;
  readonly groups: readonly string[];
  /** From the user's profile, not the token: Cognito's access tokens carry no custom attributes. */
  readonly clinicId: string | undefined;
  readonly originJti: string;
  readonly expiresAtMs: number;
}

/** Answers the claims of a token that holds now, else null (bad signature, wrong issuer or use, expired, revoked). */
export type VerifyAccessToken = (token: string) => Promise<AccessClaims | null>;
