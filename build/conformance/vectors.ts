import { createSecretKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ed25519Verify } from '../../electron/engine/vault/ed25519.ts';
import { gcmEncrypt, joinEnvelope, openEnvelope } from '../../electron/engine/vault/envelope.ts';
import type { ConformanceResult } from './types.ts';

const hex = z.string().transform((text) => Buffer.from(text, 'hex'));
const verdict = z.enum(['valid', 'invalid', 'acceptable']);

const AeadFile = z.object({
  testGroups: z.array(
    z.object({
      ivSize: z.int(),
      keySize: z.int(),
      tagSize: z.int(),
      tests: z.array(
        z.object({
          tcId: z.int(),
          key: hex,
          iv: hex,
          aad: hex,
          msg: hex,
          ct: hex,
          tag: hex,
          result: verdict,
        }),
      ),
    }),
  ),
});
type AeadGroup = z.infer<typeof AeadFile>['testGroups'][number];
type AeadTest = AeadGroup['tests'][number];

const EddsaFile = z.object({
  testGroups: z.array(
    z.object({
      publicKey: z.object({ pk: hex }),
      tests: z.array(z.object({ tcId: z.int(), msg: hex, sig: hex, result: verdict })),
    }),
  ),
});

/**
 * Wycheproof AES-GCM and Ed25519 (C2SP/wycheproof, aead_test_schema_v1 and eddsa_verify_schema_v1) through the vault's
 * own functions.
 *
 * @param dataDir the folder that holds `vectors/wycheproof`
 */
export async function run(dataDir: string): Promise<ConformanceResult[]> {
  const folder = join(dataDir, 'vectors', 'wycheproof');
  return Promise.all([
    collection('Wycheproof AES-GCM', join(folder, 'aes_gcm_test.json'), (json) =>
      AeadFile.parse(json).testGroups.flatMap((group) => group.tests.map((test) => aeadFailure(group, test))),
    ),
    collection('Wycheproof Ed25519', join(folder, 'ed25519_test.json'), (json) =>
      EddsaFile.parse(json).testGroups.flatMap((group) =>
        group.tests.map((test) => {
          const accepted = ed25519Verify(group.publicKey.pk, test.msg, test.sig);
          return accepted === (test.result === 'valid') ? null : `tc ${test.tcId}: verify said ${accepted}`;
        }),
      ),
    ),
  ]);
}

/**
 * Ours are 256-bit keys, 96-bit IVs and 128-bit tags: those vectors must come out exactly, both ways. All others must be
 * refused, valid or not.
 */
function aeadFailure(group: AeadGroup, test: AeadTest): string | null {
  const key = createSecretKey(test.key);
  const sealed = attempt(() => gcmEncrypt(key, test.iv, test.msg, test.aad));
  const opened = attempt(() => openEnvelope(key, joinEnvelope(test.iv, test.ct, test.tag), test.aad));
  const name = `tc ${test.tcId} (key ${group.keySize}, IV ${group.ivSize}, tag ${group.tagSize}, ${test.result})`;
  const ours = group.keySize === 256 && group.ivSize === 96 && group.tagSize === 128;
  if (!ours) return sealed === null && opened === null ? null : `${name}: foreign sizes were not refused`;
  if (test.result !== 'valid') return opened === null ? null : `${name}: was opened`;
  if (opened?.equals(test.msg) !== true) return `${name}: was not opened`;
  if (sealed?.ciphertext.equals(test.ct) !== true) return `${name}: other ciphertext`;
  return sealed.tag.equals(test.tag) ? null : `${name}: other tag`;
}

/** The result, or null for a refusal. */
function attempt<T>(run: () => T): T | null {
  try {
    return run();
  } catch {
    return null;
  }
}

async function collection(
  name: string,
  path: string,
  outcomes: (json: unknown) => readonly (string | null)[],
): Promise<ConformanceResult> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return { name, passed: 0, failed: 0, skipped: 1, detail: [`no vectors at ${path}`] };
  }
  const results = outcomes(JSON.parse(text));
  const detail = results.filter((failure) => failure !== null);
  const passed = results.length - detail.length;
  // An empty file must not count as conformance.
  if (results.length === 0)
    return { name, passed: 0, failed: 1, skipped: 0, detail: [`no tests in ${path}`] };
  return { name, passed, failed: detail.length, skipped: 0, detail: detail.slice(0, 30) };
}
