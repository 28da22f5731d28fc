import { beforeEach, expect, it } from 'vitest';
import { MemorySecretStore } from '../keychain/testing/memory-secret-store.ts';
import { Remembered } from './remembered.ts';

const dana = { username: 'dana', displayName: 'Dana Öberg', userPoolId: 'pool-1' };
const VAULT = 'a'.repeat(32);
const OTHER_VAULT = 'b'.repeat(32);

let secrets: MemorySecretStore;
let remembered: Remembered;

beforeEach(() => {
  secrets = new MemorySecretStore();
  remembered = new Remembered(secrets, 'profile-1');
});

it('greets the last operator of the pool, and of this profile and pool only', async () => {
  expect(await remembered.lastOperator('pool-1')).toBeNull();
  await remembered.keepLastOperator(dana);
  expect(await remembered.lastOperator('pool-1')).toEqual(dana);
  expect(await remembered.lastOperator('pool-2')).toBeNull();
  expect(await new Remembered(secrets, 'profile-2').lastOperator('pool-1')).toBeNull();
  await remembered.forgetLastOperator();
  expect(await remembered.lastOperator('pool-1')).toBeNull();
});

it.each([
  '',
  'null',
  '{}',
  '{"username":"dana"}',
  '[1]',
  '{"username":1,"displayName":"x","userPoolId":"pool-1"}',
])('knows nobody where the keychain holds %o', async (text) => {
  await remembered.keepLastOperator(dana);
  const [entry] = [...secrets.entries.keys()];
  secrets.entries.set(entry ?? '', Buffer.from(text));
  expect(await remembered.lastOperator('pool-1')).toBeNull();
});

it('keeps a refresh token for one vault', async () => {
  await remembered.keepRefreshToken(VAULT, 'token-1');
  await remembered.keepRefreshToken(VAULT, 'token-2');
  expect(await remembered.refreshToken(VAULT)).toBe('token-2');
  expect(await remembered.refreshToken(OTHER_VAULT)).toBeNull();
  await remembered.forgetRefreshToken(OTHER_VAULT);
  await remembered.forgetRefreshToken(VAULT);
  expect([...secrets.entries]).toEqual([]);
});
