import { askAws } from './aws.ts';
import { Failed, fieldsOf, type StepTest } from './finding.ts';

/** GetId's own form of the id (Amazon Cognito Federated Identities, API reference). */
const IDENTITY_POOL_ID = /^[\w-]+:[0-9a-f-]+$/;

/**
 * The identity pool exists and asks for a sign-in. GetId needs no signature; where the pool lets guests in, the question
 * leaves one guest identity behind in it.
 */
export const testIdentityPool: StepTest = async (draft, { signal }) => {
  if (draft['identityPoolId'] === undefined || draft['identityPoolId'] === '') {
    return { outcome: 'skipped', code: 'test/not-set' };
  }
  const settings = fieldsOf(draft, ['region', 'cognitoEndpoint', 'identityPoolId']);
  const { identityPoolId = '' } = settings;
  if (!IDENTITY_POOL_ID.test(identityPoolId))
    throw new Failed('test/fields-missing', { fields: 'identityPoolId' });
  const endpoint = identityEndpoint(settings);
  const answer = await askAws(
    endpoint,
    'AWSCognitoIdentityService.GetId',
    { IdentityPoolId: identityPoolId },
    signal,
  );
  if (answer.ok) return { outcome: 'warning', code: 'test/identity-pool-open' };
  switch (answer.refusal.type) {
    case 'ResourceNotFoundException':
      throw new Failed('test/identity-pool-not-found', { region: settings.region });
    case 'NotAuthorizedException':
      return { outcome: 'passed', code: 'test/identity-pool-found' };
    case 'InvalidParameterException':
    case 'ValidationException':
      throw new Failed('test/fields-missing', { fields: 'identityPoolId' });
    default:
      throw new Failed('test/unexpected-answer', {
        host: new URL(endpoint).host,
        answer: answer.refusal.type,
      });
  }
};

/** A private endpoint of the settings stands for both services, as in the demo clinic. */
function identityEndpoint({
  region,
  cognitoEndpoint,
}: {
  readonly region: string;
  readonly cognitoEndpoint?: string | undefined;
}): string {
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return cognitoEndpoint ?? `https://cognito-identity.${region}.${domain}`;
}
