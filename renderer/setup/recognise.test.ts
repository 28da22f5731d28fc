import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_VALUES } from './form.ts';
import { recognise } from './recognise.ts';

const ID = 'eu-central-1_Ab1Cd2Ef3';
const IDENTITY = 'eu-central-1:0f0e0d0c-0b0a-4908-8706-050403020100';

describe('what is pasted into the pool’s field', () => {
  it.each([
    `arn:aws:cognito-idp:eu-central-1:123456789012:userpool/${ID}`,
    ` arn:aws:cognito-idp:eu-central-1:123456789012:userpool/${ID}\n`,
    `"arn:aws-eusc:cognito-idp:eu-central-1:123456789012:userpool/${ID}"`,
    `https://cognito-idp.eu-central-1.amazonaws.com/${ID}`,
    `https://cognito-idp.eu-central-1.amazonaws.com/${ID}/`,
    `https://cognito-idp.eu-central-1.amazonaws.com/${ID}/.well-known/jwks.json`,
    `https://cognito-idp-fips.eu-central-1.amazonaws.com/${ID}`,
    `https://issuer-cognito-idp.eu-central-1.amazonaws.com/${ID}`,
    `https://cognito-idp.eu-central-1.api.aws/${ID}`,
  ])('%s is taken apart', (text) => {
    expect(recognise('userPoolId', text, NO_VALUES)).toEqual({ userPoolId: ID, region: 'eu-central-1' });
    const other = { ...NO_VALUES, region: 'us-east-1' };
    expect(recognise('userPoolId', text, other)).toEqual({ userPoolId: ID, region: 'eu-central-1' });
  });

  it('the ID alone fills in an empty region only', () => {
    expect(recognise('userPoolId', ID, NO_VALUES)).toEqual({ userPoolId: ID, region: 'eu-central-1' });
    const other = { ...NO_VALUES, region: 'us-east-1' };
    expect(recognise('userPoolId', ID, other)).toEqual({ userPoolId: ID });
  });

  it.each([
    'arn:aws:s3:::bucket',
    `https://cognito-idp.eu-central-1.amazonaws.com.evil.example/${ID}`,
    `https://evil.example/${ID}`,
    `http://cognito-idp.eu-central-1.amazonaws.com/${ID}`,
    'arn:aws:cognito-idp:eu-central-1:123456789012:userpool/',
    'eu-central-1',
  ])('%s stays as it is', (text) => {
    expect(recognise('userPoolId', text, NO_VALUES)).toEqual({ userPoolId: text });
  });
});

it('takes the ARN of an identity pool apart', () => {
  const arn = `arn:aws:cognito-identity:eu-central-1:123456789012:identitypool/${IDENTITY}`;
  expect(recognise('identityPoolId', arn, NO_VALUES)).toEqual({ identityPoolId: IDENTITY });
  expect(recognise('identityPoolId', IDENTITY, NO_VALUES)).toEqual({ identityPoolId: IDENTITY });
});

it('leaves every other field, and every text that it does not know, as typed', () => {
  fc.assert(
    fc.property(fc.constantFrom('region', 'clientId', 'fhirBaseUrl', 'label'), fc.string(), (field, text) => {
      expect(recognise(field, text, NO_VALUES)).toEqual({ [field]: text });
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(recognise('userPoolId', text, NO_VALUES)).toEqual({ userPoolId: text });
    }),
  );
});
