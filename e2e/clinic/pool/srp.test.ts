import { createHmac } from 'node:crypto';
import { createPasswordHash, createSrpSession, signSrpSession } from 'cognito-srp-helper';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginExchange, createVerifier, expectedSignature, parseClientPublic } from './srp.ts';

const POOL_NAME = 'DemoMedMd';

/** Runs the client of another implementation against our server and compares the two signatures. */
function meet(username: string, clientPassword: string, serverPassword: string, saltHex: string): boolean {
  const session = createSrpSession(username, clientPassword, `eu-central-1_${POOL_NAME}`, false);
  const verifier = createVerifier(POOL_NAME, username, serverPassword, saltHex);
  const clientPublic = parseClientPublic(session.largeA);
  if (clientPublic === undefined) throw new Error('The client sent a bad A.');
  const exchange = beginExchange(clientPublic, verifier);
  const secretBlock = createHmac('sha256', 'any').update(username).digest('base64');
  const signed = signSrpSession(session, {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      SALT: saltHex,
      SECRET_BLOCK: secretBlock,
      SRP_B: exchange.publicHex,
      USER_ID_FOR_SRP: username,
    },
  });
  const expected = expectedSignature(
    exchange,
    POOL_NAME,
    username,
    Buffer.from(secretBlock, 'base64'),
    signed.timestamp,
  );
  return expected.toString('base64') === signed.passwordSignature;
}

describe('the SRP server against the client of cognito-srp-helper', () => {
  it('agrees on the signature for any password and salt', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        (password, salt) => {
          expect(meet('ruth.okonkwo', password, password, Buffer.from(salt).toString('hex'))).toBe(true);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('agrees where the salt begins with zeros or a set top bit', () => {
    for (const salt of ['00000000000000000000000000000001', 'ff'.repeat(16), '0080'.repeat(8)]) {
      expect(meet('ruth.okonkwo', 'pass', 'pass', salt)).toBe(true);
    }
  });

  it('disagrees on a wrong password', () => {
    expect(meet('ruth.okonkwo', 'Amber', 'amber', 'a1'.repeat(16))).toBe(false);
  });

  it('hashes the pool name, the user and the password', () => {
    const other = createVerifier('OtherPool', 'ruth.okonkwo', 'pass', 'a1'.repeat(16));
    expect(createVerifier(POOL_NAME, 'ruth.okonkwo', 'pass', 'a1'.repeat(16)).verifier).not.toBe(
      other.verifier,
    );
    expect(createPasswordHash('ruth.okonkwo', 'pass', `eu-central-1_${POOL_NAME}`)).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('SRP_A', () => {
  const N_HEX =
    'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF';

  it.each([
    ['nothing', ''],
    ['zero', '0'],
    ['many zeros', '0'.repeat(700)],
    ['N, which is zero modulo N', N_HEX],
    ['no hexadecimal', 'xyz'],
    ['more digits than the group has', '1'.repeat(800)],
    ['a sign', '-5'],
  ])('is refused when it is %s', (_name, hex) => {
    expect(parseClientPublic(hex)).toBeUndefined();
  });

  it('is taken when it is a number of the group', () => {
    expect(parseClientPublic('05')).toBe(5n);
  });
});
