import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { CLIENT_ID, POOL_NAME } from '../config.ts';
import type { Person } from '../persons.ts';
import {
  invalidParameter,
  notAuthorized,
  resourceNotFound,
  ServiceError,
  wrongCredentials,
} from '../service-error.ts';
import type { Attempts } from './attempts.ts';
import { Challenges } from './challenges.ts';
import type { OneTimeCodes } from './one-time-code.ts';
import type { InitiateAuth, RespondToAuthChallenge } from './requests.ts';
import type { Revocations } from './revocations.ts';
import { beginExchange, expectedSignature, parseClientPublic } from './srp.ts';
import type { SrpExchange } from './srp.ts';
import { parseTimestamp } from './timestamp.ts';
import type { AuthenticationResult, Tokens } from './tokens.ts';
import { refuseUnfitClient } from './unfit-clients.ts';
import type { Users } from './users.ts';

/** How far the client's TIMESTAMP may be from the clinic's clock. */
const MAX_SKEW_MS = 5 * 60_000;

/** Between SRP_A and the password's proof. `sub` is undefined for somebody who does not exist. */
interface PasswordStep {
  readonly sub: string | undefined;
  readonly account: string;
  readonly userIdForSrp: string;
  readonly exchange: SrpExchange;
}

/** Steps after a proven password. */
interface LaterStep {
  readonly name: 'SOFTWARE_TOKEN_MFA' | 'MFA_SETUP' | 'NEW_PASSWORD_REQUIRED';
  readonly sub: string;
}

/** `InitiateAuthResponse` and `RespondToAuthChallengeResponse` of the service model. */
export interface AuthAnswer {
  readonly ChallengeName?: string;
  readonly Session?: string;
  readonly ChallengeParameters: Readonly<Record<string, string>>;
  readonly AuthenticationResult?: AuthenticationResult;
}

/** What sign-in needs of the pool. */
export interface SignInParts {
  readonly clock: Clock;
  readonly users: Users;
  readonly tokens: Tokens;
  readonly attempts: Attempts;
  readonly codes: OneTimeCodes;
  readonly revocations: Revocations;
}

/** Throws `ResourceNotFoundException` for any app client but the demo's one. */
export function requireClient(clientId: string): void {
  if (clientId !== CLIENT_ID) throw resourceNotFound(`User pool client ${clientId} does not exist.`);
}

function required(values: Readonly<Record<string, string>> | undefined, name: string): string {
  const value = values?.[name];
  if (value === undefined || value === '') throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}

function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Signing in: SRP, then whatever challenge the account still owes, then tokens. */
export class SignInDesk {
  readonly #parts: SignInParts;
  readonly #passwordSteps: Challenges<PasswordStep>;
  readonly #laterSteps: Challenges<LaterStep>;

  constructor(parts: SignInParts) {
    this.#parts = parts;
    this.#passwordSteps = new Challenges(parts.clock);
    this.#laterSteps = new Challenges(parts.clock);
  }

  /** InitiateAuth. The app client has SRP alone; with rotation on, REFRESH_TOKEN_AUTH must be off (AWS, "Refresh tokens"). */
  initiate(request: InitiateAuth): AuthAnswer {
    if (request.AuthFlow === 'USER_SRP_AUTH') {
      refuseUnfitClient(request.ClientId, this.#knows(request.AuthParameters?.['USERNAME']));
      return this.#beginSrp(request.AuthParameters);
    }
    requireClient(request.ClientId);
    switch (request.AuthFlow) {
      case 'USER_PASSWORD_AUTH':
      case 'REFRESH_TOKEN_AUTH':
      case 'REFRESH_TOKEN':
        throw invalidParameter(`${request.AuthFlow} flow not enabled for this client`);
      case 'CUSTOM_AUTH':
      case 'USER_AUTH':
        throw invalidParameter(`${request.AuthFlow} is not enabled for the client.`);
      case 'ADMIN_NO_SRP_AUTH':
      case 'ADMIN_USER_PASSWORD_AUTH':
      default:
        throw invalidParameter('Initiate Auth method not supported.');
    }
  }

  /** RespondToAuthChallenge. */
  async respond(request: RespondToAuthChallenge): Promise<AuthAnswer> {
    requireClient(request.ClientId);
    switch (request.ChallengeName) {
      case 'PASSWORD_VERIFIER':
        return this.#provePassword(request.ChallengeResponses);
      case 'SOFTWARE_TOKEN_MFA':
        return await this.#proveCode(request.Session, request.ChallengeResponses);
      case 'NEW_PASSWORD_REQUIRED':
      case 'MFA_SETUP':
        throw new ServiceError(
          'OperationNotEnabledException',
          `The demo clinic offers no answer to ${request.ChallengeName}.`,
        );
      case 'SMS_MFA':
      case 'EMAIL_OTP':
      case 'SELECT_MFA_TYPE':
      case 'CUSTOM_CHALLENGE':
      case 'SELECT_CHALLENGE':
      case 'DEVICE_SRP_AUTH':
      case 'DEVICE_PASSWORD_VERIFIER':
      case 'ADMIN_NO_SRP_AUTH':
      case 'SMS_OTP':
      case 'PASSWORD':
      case 'WEB_AUTHN':
      case 'PASSWORD_SRP':
      default:
        throw invalidParameter(`Challenge ${request.ChallengeName} was not issued by this user pool.`);
    }
  }

  #knows(username: string | undefined): boolean {
    return username !== undefined && this.#parts.users.find(username) !== undefined;
  }

  #beginSrp(parameters: InitiateAuth['AuthParameters']): AuthAnswer {
    const username = required(parameters, 'USERNAME');
    const clientPublic = parseClientPublic(required(parameters, 'SRP_A'));
    if (clientPublic === undefined) throw invalidParameter('SRP_A is not a valid public value.');
    const person = this.#parts.users.find(username)?.person;
    const account = (person?.username ?? username).toLowerCase();
    this.#refuseLocked(account);
    const userIdForSrp = person?.username ?? username;
    const verifier = person
      ? this.#parts.users.verifierOf(person)
      : this.#parts.users.decoyVerifier(username);
    const exchange = beginExchange(clientPublic, verifier);
    const secretBlock = this.#passwordSteps.open({ sub: person?.sub, account, userIdForSrp, exchange });
    return {
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: {
        SALT: verifier.saltHex,
        SECRET_BLOCK: secretBlock,
        SRP_B: exchange.publicHex,
        USERNAME: userIdForSrp,
        USER_ID_FOR_SRP: userIdForSrp,
      },
    };
  }

  #provePassword(responses: RespondToAuthChallenge['ChallengeResponses']): AuthAnswer {
    const username = required(responses, 'USERNAME');
    const secretBlock = required(responses, 'PASSWORD_CLAIM_SECRET_BLOCK');
    const signature = Buffer.from(required(responses, 'PASSWORD_CLAIM_SIGNATURE'), 'base64');
    const timestamp = required(responses, 'TIMESTAMP');
    const step = this.#passwordSteps.take(secretBlock);
    if (!step) throw wrongCredentials();
    this.#refuseLocked(step.account);
    const account = this.#parts.users.find(username);
    const claimedMs = parseTimestamp(timestamp);
    if (claimedMs === undefined || Math.abs(claimedMs - this.#parts.clock.now()) > MAX_SKEW_MS)
      throw wrongCredentials();
    const expected = expectedSignature(
      step.exchange,
      POOL_NAME,
      step.userIdForSrp,
      Buffer.from(secretBlock, 'base64'),
      timestamp,
    );
    if (!sameBytes(expected, signature) || !account || account.person.sub !== step.sub) {
      this.#parts.attempts.failed(step.account);
      throw wrongCredentials();
    }
    if (!account.enabled) throw notAuthorized('User is disabled.');
    return this.#nextStep(account.person);
  }

  #nextStep(person: Person): AuthAnswer {
    const open = (name: LaterStep['name']): { readonly ChallengeName: string; readonly Session: string } => ({
      ChallengeName: name,
      Session: this.#laterSteps.open({ name, sub: person.sub }),
    });
    if (person.status === 'FORCE_CHANGE_PASSWORD') {
      const userAttributes = JSON.stringify({
        email_verified: 'true',
        email: person.email,
        given_name: person.givenName,
        family_name: person.familyName,
      });
      return {
        ...open('NEW_PASSWORD_REQUIRED'),
        ChallengeParameters: { USER_ID_FOR_SRP: person.username, requiredAttributes: '[]', userAttributes },
      };
    }
    if (person.totpSecret === undefined) {
      return {
        ...open('MFA_SETUP'),
        ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]', USER_ID_FOR_SRP: person.username },
      };
    }
    return { ...open('SOFTWARE_TOKEN_MFA'), ChallengeParameters: { USER_ID_FOR_SRP: person.username } };
  }

  async #proveCode(
    session: string | undefined,
    responses: RespondToAuthChallenge['ChallengeResponses'],
  ): Promise<AuthAnswer> {
    if (session === undefined) throw invalidParameter('Missing required parameter Session');
    const username = required(responses, 'USERNAME');
    const code = required(responses, 'SOFTWARE_TOKEN_MFA_CODE');
    const step = this.#laterSteps.peek(session);
    const account = this.#parts.users.find(username);
    if (step.name !== 'SOFTWARE_TOKEN_MFA' || !account || account.person.sub !== step.sub) {
      throw notAuthorized('Invalid session for the user.');
    }
    const { person } = account;
    const key = person.username.toLowerCase();
    this.#refuseLocked(key);
    if (!account.enabled) throw notAuthorized('User is disabled.');
    if (person.totpSecret === undefined) {
      throw new ServiceError(
        'SoftwareTokenMFANotFoundException',
        'Software Token MFA has not been enabled by the user.',
      );
    }
    const verdict = this.#parts.codes.check(person.sub, person.totpSecret, code);
    if (verdict === 'already-used') {
      throw new ServiceError('ExpiredCodeException', 'Your software token has already been used once.');
    }
    if (verdict === 'mismatch') {
      // The session stands: people mistype, and Cognito lets them try again within its three minutes.
      this.#parts.attempts.failed(key);
      throw new ServiceError('CodeMismatchException', 'Invalid code received for user');
    }
    this.#laterSteps.take(session);
    this.#parts.attempts.succeeded(key);
    const origin = this.#parts.tokens.newOrigin();
    this.#parts.revocations.remember({ ...origin, sub: person.sub });
    return {
      ChallengeParameters: {},
      AuthenticationResult: await this.#parts.tokens.issue(person, origin, true),
    };
  }

  #refuseLocked(account: string): void {
    if (this.#parts.attempts.isLocked(account)) throw notAuthorized('Password attempts exceeded');
  }
}
