import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type {
  AuthenticationResultType,
  RespondToAuthChallengeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { createSrpSession, signSrpSession } from 'cognito-srp-helper';
import { createClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { startClinic } from './clinic.ts';
import type { Clinic, ClinicOptions } from './clinic.ts';
import { CLIENT_ID, REGION, USER_POOL_ID } from './config.ts';
import type { PersonRow } from './control/person-rows.ts';
import { formatTimestamp } from './pool/timestamp.ts';
import { createPrng } from './world/prng.ts';
import { buildStaff } from './world/staff.ts';
import type { World } from './world/types.ts';

/** The seeded staff with no patients and no history: what tests of the pool need, in a millisecond. */
export function staffOnly(seed: string, anchorMs: number): World {
  return {
    seed,
    anchorMs,
    clinics: [],
    outsideNetworks: [],
    staff: buildStaff(createPrng(seed).fork('staff')),
    patients: [],
    relatives: [],
    events: [],
    attacks: [],
  };
}

/** A running clinic with an SDK client and the steps of signing in. */
export interface TestDesk {
  readonly clinic: Clinic;
  readonly clock: Clock;
  readonly sdk: CognitoIdentityProviderClient;
  /** A person as the page of persons shows them now. */
  person(username: string): Promise<PersonRow>;
  beginSrp(username: string, password: string): Promise<SrpBegun>;
  /** Signs and sends the answer, with some of it changed. */
  answerSrp(
    begun: SrpBegun,
    changes?: Readonly<Record<string, string>>,
  ): Promise<RespondToAuthChallengeCommandOutput>;
  provePassword(username: string, password: string): Promise<RespondToAuthChallengeCommandOutput>;
  proveCode(username: string, session: string, code: string): Promise<RespondToAuthChallengeCommandOutput>;
  /** The whole way with the right answers; moves to the next code if this one is spent. */
  signIn(username: string): Promise<Tokens>;
  /** POSTs to `/_clinic/<path>`. */
  control(path: string, body: unknown): Promise<Response>;
}

/** Between SRP_A and the proof. */
export interface SrpBegun {
  readonly session: ReturnType<typeof createSrpSession>;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface Tokens {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken: string;
  readonly ExpiresIn: number;
}

/** Checks that an answer carries all tokens. */
export function tokensOf(result: AuthenticationResultType | undefined): Tokens {
  const { AccessToken, IdToken, RefreshToken, ExpiresIn } = result ?? {};
  if (
    AccessToken === undefined ||
    IdToken === undefined ||
    RefreshToken === undefined ||
    ExpiresIn === undefined
  ) {
    throw new Error('The answer carries no tokens.');
  }
  return { AccessToken, IdToken, RefreshToken, ExpiresIn };
}

/** An SDK client of the clinic's pool with no retries, so that a test sees the first answer. */
export function sdkFor(clinic: Clinic): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({
    region: REGION,
    endpoint: clinic.urls.cognito,
    maxAttempts: 1,
    credentials: { accessKeyId: 'ASIANOBODY', secretAccessKey: 'nothing' },
  });
}

/** Starts a clinic on a free port with the staff only. */
export async function openDesk(options: Partial<ClinicOptions> = {}): Promise<TestDesk> {
  const clock = options.clock ?? createClock();
  const clinic = await startClinic({
    port: 0,
    seed: 'test',
    build: staffOnly,
    liveEveryMs: 0,
    ...options,
    clock,
  });
  const sdk = sdkFor(clinic);

  const person = async (username: string): Promise<PersonRow> => {
    const answer = await fetch(`${clinic.urls.persons}.json?all=1`);
    const { persons } = (await answer.json()) as { persons: readonly PersonRow[] };
    const found = persons.find((row) => row.username === username);
    if (!found) throw new Error(`No person ${username}.`);
    return found;
  };
  const beginSrp: TestDesk['beginSrp'] = async (username, password) => {
    const session = createSrpSession(username, password, USER_POOL_ID, false);
    const command = new InitiateAuthCommand({
      ClientId: CLIENT_ID,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: username, SRP_A: session.largeA },
    });
    const begun = await sdk.send(command);
    // The clinic's clock, which tests move; the helper stamps with the machine's.
    return {
      session: { ...session, timestamp: formatTimestamp(clock.now()) },
      parameters: begun.ChallengeParameters ?? {},
    };
  };
  const answerSrp: TestDesk['answerSrp'] = async ({ session, parameters }, changes = {}) => {
    const signed = signSrpSession(session, {
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: { ...parameters },
    });
    return await sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId: CLIENT_ID,
        ChallengeName: 'PASSWORD_VERIFIER',
        ChallengeResponses: {
          USERNAME: parameters['USER_ID_FOR_SRP'] ?? '',
          PASSWORD_CLAIM_SECRET_BLOCK: signed.secret,
          PASSWORD_CLAIM_SIGNATURE: signed.passwordSignature,
          TIMESTAMP: signed.timestamp,
          ...changes,
        },
      }),
    );
  };
  const provePassword: TestDesk['provePassword'] = async (username, password) =>
    await answerSrp(await beginSrp(username, password));
  const proveCode: TestDesk['proveCode'] = async (username, session, code) =>
    await sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId: CLIENT_ID,
        ChallengeName: 'SOFTWARE_TOKEN_MFA',
        Session: session,
        ChallengeResponses: { USERNAME: username, SOFTWARE_TOKEN_MFA_CODE: code },
      }),
    );

  return {
    clinic,
    clock,
    sdk,
    person,
    beginSrp,
    answerSrp,
    provePassword,
    proveCode,
    signIn: async (username) => {
      if ((await person(username)).mfa?.spent === true) clock.advance(30_000);
      const row = await person(username);
      const { Session } = await provePassword(username, row.password);
      const answer = await proveCode(username, Session ?? '', row.mfa?.code ?? '');
      return tokensOf(answer.AuthenticationResult);
    },
    control: async (path, body) =>
      await fetch(`${clinic.urls.cognito}/_clinic/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  };
}
