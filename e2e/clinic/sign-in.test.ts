import {
  CodeMismatchException,
  ExpiredCodeException,
  InitiateAuthCommand,
  NotAuthorizedException,
  OperationNotEnabledException,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLIENT_ID } from './config.ts';
import { formatTimestamp } from './pool/timestamp.ts';
import { openDesk, tokensOf } from './testing.ts';
import type { TestDesk } from './testing.ts';

const WRONG = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

let desk: TestDesk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(async () => {
  await desk.clinic.close();
});

async function password(username: string): Promise<string> {
  return (await desk.person(username)).password;
}

describe('signing in through the AWS SDK', () => {
  it('asks for the password, then for the code, then gives tokens', async () => {
    const row = await desk.person('ruth.okonkwo');
    const begun = await desk.beginSrp('ruth.okonkwo', row.password);
    expect(begun.parameters).toMatchObject({ USERNAME: 'ruth.okonkwo', USER_ID_FOR_SRP: 'ruth.okonkwo' });
    const proven = await desk.answerSrp(begun);
    expect(proven.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    const done = await desk.proveCode('ruth.okonkwo', proven.Session ?? '', row.mfa?.code ?? '');
    expect(tokensOf(done.AuthenticationResult).ExpiresIn).toBe(3600);
    expect(done.AuthenticationResult?.TokenType).toBe('Bearer');
  });

  it.each(['Ruth.Okonkwo', 'ruth.okonkwo@medminder.example'])(
    'knows %s as the same person',
    async (alias) => {
      const begun = await desk.beginSrp(alias, await password('ruth.okonkwo'));
      expect(begun.parameters['USER_ID_FOR_SRP']).toBe('ruth.okonkwo');
      // The client proves with the name that the pool gave it, as Cognito's own clients do.
      const session = await desk.beginSrp('ruth.okonkwo', await password('ruth.okonkwo'));
      expect((await desk.answerSrp(session)).ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    },
  );

  it('refuses a wrong password', async () => {
    await expect(desk.provePassword('ruth.okonkwo', 'Wrong-Horse-Battery-1')).rejects.toMatchObject(WRONG);
    await expect(desk.provePassword('ruth.okonkwo', 'x')).rejects.toBeInstanceOf(NotAuthorizedException);
  });

  it('answers an unknown user as it answers a wrong password, with the same salt each time', async () => {
    const first = await desk.beginSrp('nobody.atall', 'x');
    const second = await desk.beginSrp('nobody.atall', 'x');
    expect(first.parameters['SALT']).toBe(second.parameters['SALT']);
    expect(Object.keys(first.parameters).sort()).toEqual(
      Object.keys((await desk.beginSrp('ruth.okonkwo', 'x')).parameters).sort(),
    );
    await expect(desk.answerSrp(first)).rejects.toMatchObject(WRONG);
  });

  it('does not take a sub for a user name', async () => {
    const row = await desk.person('ruth.okonkwo');
    await expect(desk.provePassword(row.sub, row.password)).rejects.toMatchObject(WRONG);
  });

  it('refuses the answer of one person for another', async () => {
    const begun = await desk.beginSrp('owen.begay', await password('owen.begay'));
    await expect(desk.answerSrp(begun, { USERNAME: 'aoife.byrne' })).rejects.toMatchObject(WRONG);
  });

  it('takes a secret block once, and not after three minutes', async () => {
    const begun = await desk.beginSrp('owen.begay', await password('owen.begay'));
    await desk.answerSrp(begun);
    await expect(desk.answerSrp(begun)).rejects.toMatchObject(WRONG);
    const late = await desk.beginSrp('owen.begay', await password('owen.begay'));
    desk.clock.advance(3 * 60_000 + 1);
    await expect(desk.answerSrp(late)).rejects.toMatchObject(WRONG);
  });

  it.each([
    ['behind', -6],
    ['ahead', 6],
  ])('refuses a client whose clock is six minutes %s, and shows its own in Date', async (_name, minutes) => {
    const begun = await desk.beginSrp('owen.begay', await password('owen.begay'));
    const skewed = { ...begun.session, timestamp: formatTimestamp(desk.clock.now() + minutes * 60_000) };
    await expect(desk.answerSrp({ ...begun, session: skewed })).rejects.toMatchObject(WRONG);
    const date = (await fetch(desk.clinic.urls.jwksUri)).headers.get('date') ?? '';
    expect(Math.abs(Date.parse(date) - desk.clock.now())).toBeLessThan(5000);
  });

  it('refuses a public value of zero', async () => {
    const command = new InitiateAuthCommand({
      ClientId: CLIENT_ID,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: 'ruth.okonkwo', SRP_A: '00' },
    });
    await expect(desk.sdk.send(command)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('refuses a disabled user once the password is proven', async () => {
    await expect(desk.provePassword('clara.winslow', await password('clara.winslow'))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User is disabled.',
    });
    await expect(desk.provePassword('clara.winslow', 'x')).rejects.toMatchObject(WRONG);
  });

  it.each([
    ['felix.hartmann', 'NEW_PASSWORD_REQUIRED'],
    ['nora.lindqvist', 'MFA_SETUP'],
  ] as const)('gives %s the challenge %s, and says that it takes no answer', async (username, challenge) => {
    const proven = await desk.provePassword(username, await password(username));
    expect(proven.ChallengeName).toBe(challenge);
    expect(proven.AuthenticationResult).toBeUndefined();
    const answer = new RespondToAuthChallengeCommand({
      ClientId: CLIENT_ID,
      ChallengeName: challenge,
      Session: proven.Session,
      ChallengeResponses: { USERNAME: username, NEW_PASSWORD: 'Another-Long-Password-77' },
    });
    await expect(desk.sdk.send(answer)).rejects.toBeInstanceOf(OperationNotEnabledException);
    // Nor does the session of one challenge serve for another.
    await expect(desk.proveCode(username, proven.Session ?? '', '123456')).rejects.toMatchObject({
      message: 'Invalid session for the user.',
    });
  });

  it.each([
    ['USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH flow not enabled for this client'],
    ['REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN_AUTH flow not enabled for this client'],
    ['CUSTOM_AUTH', 'CUSTOM_AUTH is not enabled for the client.'],
    ['ADMIN_NO_SRP_AUTH', 'Initiate Auth method not supported.'],
  ] as const)('refuses the flow %s', async (flow, message) => {
    const command = new InitiateAuthCommand({ ClientId: CLIENT_ID, AuthFlow: flow, AuthParameters: {} });
    await expect(desk.sdk.send(command)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message,
    });
  });

  it('knows one app client only', async () => {
    const command = new InitiateAuthCommand({ ClientId: 'another', AuthFlow: 'USER_SRP_AUTH' });
    await expect(desk.sdk.send(command)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('the one-time code', () => {
  async function session(username: string): Promise<string> {
    return (await desk.provePassword(username, await password(username))).Session ?? '';
  }

  it('may be mistyped within the session, and each works once', async () => {
    const username = 'teresa.villalobos';
    const open = await session(username);
    const { mfa } = await desk.person(username);
    const code = mfa?.code ?? '';
    const wrong = code === '000000' || mfa?.nextCode === '000000' ? '111111' : '000000';
    await expect(desk.proveCode(username, open, wrong)).rejects.toBeInstanceOf(CodeMismatchException);
    expect((await desk.proveCode(username, open, code)).AuthenticationResult).toBeDefined();
    // The session is spent…
    await expect(desk.proveCode(username, open, code)).rejects.toMatchObject({
      message: 'Invalid session for the user.',
    });
    // …and so is the code.
    expect((await desk.person(username)).mfa?.spent).toBe(true);
    const again = desk.proveCode(username, await session(username), code);
    await expect(again).rejects.toBeInstanceOf(ExpiredCodeException);
    await expect(again).rejects.toMatchObject({ message: 'Your software token has already been used once.' });
  });

  it('is refused after three minutes, and before a session', async () => {
    const open = await session('sam.whitaker');
    desk.clock.advance(3 * 60_000 + 1);
    const code = (await desk.person('sam.whitaker')).mfa?.code ?? '';
    await expect(desk.proveCode('sam.whitaker', open, code)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user, session is expired.',
    });
    await expect(desk.proveCode('sam.whitaker', 'A'.repeat(30), code)).rejects.toMatchObject({
      message: 'Invalid session for the user.',
    });
  });

  it('belongs to the person who began', async () => {
    const open = await session('priya.raghunathan');
    const code = (await desk.person('jonas.kubler')).mfa?.code ?? '';
    await expect(desk.proveCode('jonas.kubler', open, code)).rejects.toMatchObject({
      message: 'Invalid session for the user.',
    });
  });

  it('of two minutes ago is wrong', async () => {
    const code = (await desk.person('priya.raghunathan')).mfa?.code ?? '';
    desk.clock.advance(120_000);
    await expect(
      desk.proveCode('priya.raghunathan', await session('priya.raghunathan'), code),
    ).rejects.toBeInstanceOf(CodeMismatchException);
  });
});

describe('the lock-out', () => {
  it('refuses even the right password for a while, and tells nothing about who exists', async () => {
    for (const username of ['henrik.sjoberg', 'nobody.else']) {
      for (let i = 0; i < 5; i += 1) {
        await expect(desk.provePassword(username, 'wrong')).rejects.toMatchObject(WRONG);
      }
      await expect(desk.provePassword(username, 'wrong')).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: 'Password attempts exceeded',
      });
    }
    desk.clock.advance(1000);
    const proven = await desk.provePassword('henrik.sjoberg', await password('henrik.sjoberg'));
    expect(proven.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
  });
});
