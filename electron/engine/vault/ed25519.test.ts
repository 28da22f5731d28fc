import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ed25519PublicKey, ed25519Sign, ed25519Verify } from './ed25519.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

describe('ed25519', () => {
  it.each([
    // RFC 8032, 7.1: TEST 1 to TEST 3
    [
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
    [
      'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      'af82',
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    ],
  ])('agrees with RFC 8032 for seed %s', (seed, publicKey, message, signature) => {
    expect(ed25519PublicKey(hex(seed)).toString('hex')).toBe(publicKey);
    expect(ed25519Sign(hex(seed), hex(message)).toString('hex')).toBe(signature);
    expect(ed25519Verify(hex(publicKey), hex(message), hex(signature))).toBe(true);
  });

  it('verifies what it signed and refuses it with any bit flipped', () => {
    const seed = randomBytes(32);
    const publicKey = ed25519PublicKey(seed);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), (message, flip) => {
        const signature = ed25519Sign(seed, message);
        expect(ed25519Verify(publicKey, message, signature)).toBe(true);
        const badSignature = flipped(signature, flip);
        expect(ed25519Verify(publicKey, message, badSignature)).toBe(false);
        expect(ed25519Verify(publicKey, flipped(message, flip), signature)).toBe(false);
        expect(ed25519Verify(flipped(publicKey, flip), message, signature)).toBe(false);
      }),
    );
  });

  it('answers false, never throws, on keys and signatures of any size', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), fc.uint8Array({ maxLength: 70 }), (key, signature) => {
        expect(ed25519Verify(key, Buffer.from('m'), signature)).toBe(false);
      }),
    );
  });
});

function flipped(bytes: Uint8Array, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  const at = bit % (copy.length * 8);
  copy[at >> 3]! ^= 1 << (at & 7);
  return copy;
}
