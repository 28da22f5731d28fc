import type { FieldName } from './fields.ts';
import { clean, type Values } from './form.ts';

const POOL_ID = /^([a-z]{2}(?:-[a-z]+)+-\d)_[0-9A-Za-z]+$/;
/** `arn:aws:cognito-idp:REGION:ACCOUNT:userpool/ID`, in any partition (AWS Service Authorization Reference). */
const POOL_ARN = /^arn:aws[a-z-]*:cognito-idp:[a-z0-9-]+:\d{12}:userpool\/([\w-]+)$/;
/** The issuer of the pool's tokens, or a document below it such as its jwks.json; FIPS and dual-stack names too. */
const POOL_ISSUER =
  /^https:\/\/(?:issuer-)?cognito-idp(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com|amazonaws\.com\.cn|api\.aws)\/([\w-]+)(?:\/.*)?$/;
/** `arn:aws:cognito-identity:REGION:ACCOUNT:identitypool/ID` */
const IDENTITY_POOL_ARN = /^arn:aws[a-z-]*:cognito-identity:[a-z0-9-]+:\d{12}:identitypool\/([\w:-]+)$/;

/**
 * What a text that was put into a field means for the form. The AWS console offers a pool as ARN and as address of its
 * keys: both are taken apart into ID and region. The ID alone fills in a region that is still empty.
 */
export function recognise(field: FieldName, text: string, values: Values): Partial<Values> {
  const given = clean(text);
  if (field === 'identityPoolId') {
    const id = IDENTITY_POOL_ARN.exec(given)?.[1];
    return id === undefined ? { identityPoolId: text } : { identityPoolId: id };
  }
  if (field !== 'userPoolId') return { [field]: text };
  const inside = (POOL_ARN.exec(given) ?? POOL_ISSUER.exec(given))?.[1];
  const region = POOL_ID.exec(inside ?? given)?.[1];
  if (inside !== undefined && region !== undefined) return { userPoolId: inside, region };
  if (region !== undefined && clean(values.region) === '') return { userPoolId: text, region };
  return { userPoolId: text };
}
