import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { ask, jsonOf, strange } from './ask.ts';
import { Failed, fieldsOf, type StepTest } from './finding.ts';

/** The pool's public keys are where the console will look for them, and of the kind that it verifies with. */
export const testPool: StepTest = async (draft, { signal }) => {
  const { region, userPoolId, jwksUri } = fieldsOf(draft, ['region', 'userPoolId', 'jwksUri']);
  const poolRegion = userPoolId.slice(0, userPoolId.lastIndexOf('_'));
  if (poolRegion !== region) throw new Failed('test/pool-other-region', { region: poolRegion });
  const answer = await ask(jwksUri ?? addressOfKeys(userPoolId), {}, signal);
  const json = jsonOf(answer);
  if (answer.status === 404 || (answer.status === 400 && json !== null)) {
    throw new Failed('test/pool-not-found', { host: answer.host, status: answer.status });
  }
  if (answer.status !== 200) throw strange(answer);
  if (json === null) throw strange(answer);
  const keys: readonly unknown[] = Array.isArray(json['keys']) ? json['keys'] : [];
  const usable = keys.filter((key) => isUsable(key)).length;
  if (usable === 0) throw new Failed('test/pool-keys-unusable', { host: answer.host, keys: keys.length });
  return { outcome: 'passed', code: 'test/pool-found', detail: { keys: usable } };
};

/** Where the verifier of tokens looks, so that the test finds what the sign-in will find. */
function addressOfKeys(userPoolId: string): string {
  try {
    return CognitoJwtVerifier.parseUserPoolId(userPoolId).jwksUri;
  } catch {
    throw new Failed('test/fields-missing', { fields: 'userPoolId' });
  }
}

/** Cognito signs with RS256 (AWS: "Verifying JSON web tokens"). */
function isUsable(key: unknown): boolean {
  if (typeof key !== 'object' || key === null) return false;
  const { kty, alg, kid, n, e } = key as Readonly<Record<string, unknown>>;
  return (
    kty === 'RSA' &&
    (alg === undefined || alg === 'RS256') &&
    [kid, n, e].every((part) => typeof part === 'string' && part !== '')
  );
}
