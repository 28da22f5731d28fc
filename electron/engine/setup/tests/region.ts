import { poolEndpoint } from '../../cognito/pool-client.ts';
import { askAws } from './aws.ts';
import { Failed, fieldsOf, type StepTest } from './finding.ts';

/** Cognito takes a proof whose time is within five minutes of its own. */
const TOLERATED_SKEW_MS = 5 * 60_000;
/** Has an address wherever the names of AWS can be resolved. */
const WELL_KNOWN_HOST = 'cognito-idp.us-east-1.amazonaws.com';

/** Cognito's endpoint of the region answers, over a trusted connection, at about our time. */
export const testRegion: StepTest = async (draft, { signal, now, resolves }) => {
  const settings = fieldsOf(draft, ['region', 'cognitoEndpoint']);
  const endpoint = poolEndpoint(settings);
  try {
    // An empty request is refused as what it is, which only Cognito does.
    const { serverMs } = await askAws(endpoint, 'AWSCognitoIdentityProviderService.InitiateAuth', {}, signal);
    const skewMs = serverMs === null ? 0 : now() - serverMs;
    const { host } = new URL(endpoint);
    if (Math.abs(skewMs) > TOLERATED_SKEW_MS) {
      throw new Failed('test/clock-differs', { host, minutes: Math.round(skewMs / 60_000) });
    }
    return { outcome: 'passed', code: 'test/region-answers', detail: { host } };
  } catch (error) {
    const isUnnamed = error instanceof Failed && error.code === 'test/name-not-found';
    if (!isUnnamed || settings.cognitoEndpoint !== undefined) throw error;
    // Another region of AWS has an address: then it is this region that does not exist, and not the network that fails.
    throw (await resolves(WELL_KNOWN_HOST))
      ? new Failed('test/region-unknown', { region: settings.region })
      : error;
  }
};
