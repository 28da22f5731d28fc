import { randomBytes } from 'node:crypto';
import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { createSrpSession } from 'cognito-srp-helper';
import { createPoolClient, poolEndpoint } from '../../cognito/pool-client.ts';
import { Failed, fieldsOf, type Finding, type StepTest } from './finding.ts';
import { networkFailureOf } from './network-failure.ts';

/**
 * The app client exists, has no secret and allows SRP: the first step of a sign-in, for a name that nobody has. Which pool
 * the client belongs to is not seen: Cognito finds clients by region alone.
 */
export const testClient: StepTest = async (draft, { signal }) => {
  const settings = fieldsOf(draft, ['region', 'cognitoEndpoint', 'userPoolId', 'clientId']);
  const username = `connection-test-${randomBytes(8).toString('hex')}`;
  // What went wrong first is what a person wants to know; they can test again themselves.
  const client = createPoolClient(settings, { maxAttempts: 1 });
  const { host } = new URL(poolEndpoint(settings));
  try {
    const srp = createSrpSession(username, 'no password', settings.userPoolId, false);
    await client.send(
      new InitiateAuthCommand({
        ClientId: settings.clientId,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { USERNAME: username, SRP_A: srp.largeA },
      }),
      { abortSignal: signal },
    );
    return FOUND;
  } catch (error) {
    return readRefusal(error, host);
  } finally {
    client.destroy();
  }
};

const FOUND: Finding = { outcome: 'passed', code: 'test/client-found' };

/**
 * What a refusal of InitiateAuth says of the client (AWS API reference, InitiateAuth, "Errors"; "Managing user existence
 * error responses"). What it says of the name, or of a trigger that refused it, comes after the client was found fit.
 */
function readRefusal(error: unknown, host: string): Finding {
  const { name, message } = error instanceof Error ? error : { name: '', message: '' };
  switch (name) {
    case 'ResourceNotFoundException':
      throw new Failed('test/client-not-found');
    case 'InvalidParameterException':
      if (/not enabled for (the|this) client/i.test(message)) throw new Failed('test/client-without-srp');
      break;
    case 'NotAuthorizedException':
      if (/secret.?hash|configured with secret/i.test(message)) throw new Failed('test/client-has-secret');
      return FOUND;
    case 'UserNotFoundException':
      return { outcome: 'warning', code: 'test/client-reveals-names' };
    case 'UserNotConfirmedException':
    case 'PasswordResetRequiredException':
    case 'UserLambdaValidationException':
    case 'UnexpectedLambdaException':
    case 'InvalidLambdaResponseException':
      return FOUND;
    case 'TooManyRequestsException':
    case 'LimitExceededException':
      throw new Failed('test/throttled', { host });
    default:
  }
  const status = statusOf(error);
  const network = networkFailureOf(error);
  if (network !== null && status === null) throw new Failed(network.code, { host, errno: network.errno });
  if (status === 429) throw new Failed('test/throttled', { host, status });
  if (status !== null && status >= 300 && status < 400) throw new Failed('test/redirected', { host, status });
  throw new Failed('test/unexpected-answer', {
    host,
    ...(status === null ? {} : { status }),
    // The name of an exception of Cognito's, such as ForbiddenException of a firewall rule; never its words.
    ...(/^\w{1,60}Exception$/.test(name) ? { answer: name } : {}),
  });
}

function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null) return null;
  const { $metadata, $response } = error as {
    readonly $metadata?: { readonly httpStatusCode?: unknown };
    readonly $response?: { readonly statusCode?: unknown };
  };
  const status = $metadata?.httpStatusCode ?? $response?.statusCode;
  return typeof status === 'number' ? status : null;
}
