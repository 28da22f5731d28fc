import { describe, expect, it } from 'vitest';
import { deriveKeys, SCRYPT_COST, secretCheck, stretchPassword } from './key-derivation.ts';

describe('stretchPassword', () => {
  it('is scrypt as RFC 7914, 12 has it (third vector)', async () => {
    // The RFC's output has 64 bytes; the last step is PBKDF2 with one round, whose first 32 bytes do not depend on
    // the length asked for.
    const stretched = await stretchPassword('pleaseletmein', Buffer.from('SodiumChloride'), {
      logN: 14,
      r: 8,
      p: 1,
    });
    expect(stretched.toString('hex')).toBe(
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2',
    );
  });

  it('depends on the parallelism of the cost, which is one of those that OWASP calls equal', async () => {
    const of = async (p: number): Promise<string> =>
      (await stretchPassword('a', Buffer.from('b'), { logN: 4, r: 8, p })).toString('hex');
    expect(await of(3)).not.toBe(await of(1));
    // OWASP Password Storage Cheat Sheet, scrypt: N=2^17 p=1, 2^16 p=2, 2^15 p=3, 2^14 p=5, all with r=8.
    expect([
      [17, 1],
      [16, 2],
      [15, 3],
      [14, 5],
    ]).toContainEqual([SCRYPT_COST.logN, SCRYPT_COST.p]);
  });
});

describe('deriveKeys', () => {
  const secret = Buffer.alloc(32, 1);
  const stretched = Buffer.alloc(32, 2);
  const salt = Buffer.alloc(16, 3);
  const of = (...args: Parameters<typeof deriveKeys>): string => {
    const keys = deriveKeys(...args);
    return [
      keys.wrapKey.export().toString('hex'),
      keys.macKey.export().toString('hex'),
      keys.check.toString('hex'),
    ].join();
  };

  it('depends on the keychain, the password, the salt and the generation, each', () => {
    const all = [
      of(secret, stretched, salt, 1),
      of(Buffer.alloc(32, 9), stretched, salt, 1),
      of(secret, Buffer.alloc(32, 9), salt, 1),
      of(secret, stretched, Buffer.alloc(16, 9), 1),
      of(secret, stretched, salt, 2),
    ];
    expect(new Set(all.flatMap((keys) => keys.split(','))).size).toBe(15);
    expect(of(secret, stretched, salt, 1)).toBe(all[0]);
  });

  it('leaves the stretched password for the next renewal', () => {
    of(secret, stretched, salt, 1);
    expect(stretched).toEqual(Buffer.alloc(32, 2));
  });
});

describe('secretCheck', () => {
  it('differs by secret, instance and generation', () => {
    const one = Buffer.alloc(32, 1);
    const all = [
      secretCheck(one, 'a', 1),
      secretCheck(one, 'a', 2),
      secretCheck(one, 'b', 1),
      secretCheck(Buffer.alloc(32, 2), 'a', 1),
    ];
    expect(new Set(all.map((check) => check.toString('hex'))).size).toBe(4);
  });
});
