import {
  CognitoIdentityProviderClient,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createSrpSession, signSrpSession } from 'cognito-srp-helper';
import type { DemoClinic } from './demo-clinic.ts';

/**
 * Signs the person in on another device and ends all their sessions from there (GlobalSignOut in the AWS API reference):
 * refresh tokens die at once, the console's too.
 */
export async function signOutEverywhere(clinic: DemoClinic, username: string): Promise<void> {
  const { endpoints } = clinic;
  const { password } = await clinic.personOf(username);
  const sdk = new CognitoIdentityProviderClient({
    region: endpoints.region,
    endpoint: endpoints.cognito,
    // These operations are not signed; without any the SDK would look for some on this machine.
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  });
  const srp = createSrpSession(username, password, endpoints.userPoolId, false);
  const begun = await sdk.send(
    new InitiateAuthCommand({
      ClientId: endpoints.clientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: username, SRP_A: srp.largeA },
    }),
  );
  const parameters = begun.ChallengeParameters ?? {};
  const signed = signSrpSession(srp, {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: { ...parameters },
  });
  const user = parameters['USER_ID_FOR_SRP'] ?? username;
  const proven = await sdk.send(
    new RespondToAuthChallengeCommand({
      ClientId: endpoints.clientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: {
        USERNAME: user,
        PASSWORD_CLAIM_SECRET_BLOCK: signed.secret,
        PASSWORD_CLAIM_SIGNATURE: signed.passwordSignature,
        TIMESTAMP: signed.timestamp,
      },
    }),
  );
  const answered = await sdk.send(
    new RespondToAuthChallengeCommand({
      ClientId: endpoints.clientId,
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      Session: proven.Session,
      ChallengeResponses: { USERNAME: user, SOFTWARE_TOKEN_MFA_CODE: await clinic.codeOf(username) },
    }),
  );
  await sdk.send(new GlobalSignOutCommand({ AccessToken: answered.AuthenticationResult?.AccessToken }));
  sdk.destroy();
}
