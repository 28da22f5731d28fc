import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from './vectors.ts';

// SP 800-38D's test case 14 (all-zero key and IV), and RFC 8032 TEST 1: enough to see that the runner can pass and fail.
const aead = {
  tcId: 1,
  key: '00'.repeat(32),
  iv: '00'.repeat(12),
  aad: '',
  msg: '00'.repeat(16),
  ct: 'cea7403d4d606b6e074ec5d3baf39d18',
  tag: 'd0d1c8a799996bf0265b98b5d48ab919',
  result: 'valid',
};
const eddsa = {
  tcId: 1,
  msg: '',
  sig: 'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  result: 'valid',
};
const pk = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';

async function withVectors(aeadTest: typeof aead, eddsaTest: typeof eddsa, ivSize = 96) {
  const folder = await mkdtemp(join(tmpdir(), 'medminder-vectors-'));
  try {
    const wycheproof = join(folder, 'vectors', 'wycheproof');
    await mkdir(wycheproof, { recursive: true });
    const group = { ivSize, keySize: 256, tagSize: 128, tests: [aeadTest] };
    await writeFile(join(wycheproof, 'aes_gcm_test.json'), JSON.stringify({ testGroups: [group] }));
    const eddsaGroup = { publicKey: { pk }, tests: [eddsaTest] };
    await writeFile(join(wycheproof, 'ed25519_test.json'), JSON.stringify({ testGroups: [eddsaGroup] }));
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('the vector runner', () => {
  it('passes known answers', async () => {
    expect(await withVectors(aead, eddsa)).toMatchObject([
      { passed: 1, failed: 0 },
      { passed: 1, failed: 0 },
    ]);
  });

  it('fails when the answer differs, and when an invalid vector is accepted', async () => {
    expect(
      await withVectors({ ...aead, tag: `d1${aead.tag.slice(2)}` }, { ...eddsa, result: 'invalid' }),
    ).toMatchObject([
      { passed: 0, failed: 1 },
      { passed: 0, failed: 1 },
    ]);
    expect(await withVectors({ ...aead, result: 'invalid' }, eddsa)).toMatchObject([
      { failed: 1 },
      { failed: 0 },
    ]);
  });

  it('says so when there are none', async () => {
    expect(await run('/nonexistent')).toMatchObject([{ skipped: 1 }, { skipped: 1 }]);
  });
});
