import { Agent } from 'node:https';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { Settings } from '../../../shared/domain/settings.ts';
import { AppError } from '../../../shared/errors.ts';

const REQUEST_TIMEOUT_MS = 10_000;
const CONNECTION_TIMEOUT_MS = 5_000;

/** Where a pool without an endpoint of its own answers (AWS General Reference: Cognito endpoints; China has its own). */
export function poolEndpoint({
  region,
  cognitoEndpoint,
}: Pick<Settings, 'region' | 'cognitoEndpoint'>): string {
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return cognitoEndpoint ?? `https://cognito-idp.${region}.${domain}`;
}

/**
 * An SDK client that goes to the settings' endpoint and nowhere else.
 *
 * SECURITY: docs/threat-model.md#transport — left to itself, the SDK takes endpoint, FIPS and dual-stack switches, retry
 * mode, defaults mode (`auto` asks the instance metadata service) and app id from the environment and from ~/.aws, and
 * Node stops verifying certificates for NODE_TLS_REJECT_UNAUTHORIZED=0. Everything is said here instead.
 */
export function createPoolClient(
  settings: Pick<Settings, 'region' | 'cognitoEndpoint'>,
  { maxAttempts = 3 }: { readonly maxAttempts?: number } = {},
): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({
    region: settings.region,
    endpoint: poolEndpoint(settings),
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    defaultsMode: 'standard',
    retryMode: 'standard',
    maxAttempts,
    authSchemePreference: [],
    userAgentAppId: 'medminder-console',
    // What an operator does for themselves is never signed; a call that would need a key must not find one by chance.
    credentials: async () =>
      Promise.reject(new AppError('pool/failed', 'The pool client holds no AWS credentials.')),
    requestHandler: {
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      httpsAgent: new Agent({ keepAlive: true, minVersion: 'TLSv1.2', rejectUnauthorized: true }),
    },
  });
}
