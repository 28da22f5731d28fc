import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAppError } from '../../../shared/errors.ts';
import { parseKeyring, type KeyringBody } from './keyring-file.ts';
import { CrashingWorld, type Remains } from './testing/crashing-world.ts';
import { editKeyring } from './testing/edit-keyring.ts';
import { DIR, open, prepared } from './testing/fixture.ts';

const FILE = `${DIR}/keyring.json`;
const DAYS = ['2026-01-13', '2026-01-14'].map((day) => ({ day, retentionClass: 'standard' }));

const remains: Remains = await prepared((vault) => vault.ensureDeks(DAYS));
const intact = remains.files.get(FILE)!;

async function openWith(bytes: Uint8Array): Promise<string> {
  const world = new CrashingWorld({ files: new Map([[FILE, Buffer.from(bytes)]]), secrets: remains.secrets });
  const secretsBefore = world.afterKill().secrets;
  const outcome = await open(world).then(
    () => 'opened',
    (error: unknown) => (isAppError(error) ? error.code : `untyped: ${String(error)}`),
  );
  // Damage must never lead to new keys or deleted ones, nor to a rewritten file.
  expect(world.afterKill().secrets).toEqual(secretsBefore);
  const untouched = world.afterKill().files.get(FILE)?.equals(bytes) === true;
  expect(untouched).toBe(true);
  return outcome;
}

describe('a damaged keyring file', () => {
  it('is intact to begin with', async () => {
    expect(await openWith(intact)).toBe('opened');
  });

  it('is called corrupt for a flipped bit anywhere, before any password is tried', () => {
    for (let bit = 0; bit < intact.length * 8; bit += 1) {
      const damaged = Buffer.from(intact);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      let code = 'accepted';
      try {
        parseKeyring(damaged);
      } catch (error) {
        code = isAppError(error) ? error.code : 'untyped';
      }
      // One flip turns the format 1 into 3, 5 or 9: a file from the future, which is left alone just the same.
      const expected = /"format":[359],/.test(damaged.toString()) ? 'vault/from-future' : 'vault/corrupt';
      expect(code).toBe(expected);
    }
  });

  it('is called corrupt when cut, extended, overwritten or replaced by anything', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.nat(intact.length - 1).map((length) => intact.subarray(0, length)),
          fc.uint8Array({ minLength: 1 }).map((tail) => Buffer.concat([intact, tail])),
          fc.uint8Array({ maxLength: 200 }),
          fc.json().map((text) => Buffer.from(text)),
          fc
            .tuple(fc.nat(intact.length - 9), fc.uint8Array({ minLength: 8, maxLength: 8 }))
            .map(([at, bytes]) => {
              const damaged = Buffer.from(intact);
              damaged.set(bytes, at);
              return damaged;
            }),
        ),
        async (bytes) => {
          fc.pre(!Buffer.from(bytes).equals(intact));
          expect(await openWith(bytes)).toBe('vault/corrupt');
        },
      ),
      { numRuns: 300 },
    );
  });

  it('refuses other spellings of the same content: spaces, order, duplicate and unknown fields', async () => {
    const text = intact.toString();
    const json = JSON.parse(text) as Record<string, unknown>;
    const spellings = [
      JSON.stringify(json, null, 1),
      text.trimEnd(),
      text.replace('{"format":1,', '{"format":1,"format":1,'),
      text.replace('{"format":1,', '{"format":1,"more":1,'),
      JSON.stringify(Object.fromEntries(Object.entries(json).toReversed())),
    ];
    for (const spelling of spellings) expect(await openWith(Buffer.from(spelling))).toBe('vault/corrupt');
  });
});

describe('an edited keyring file with its checksum mended', () => {
  type Wraps = KeyringBody['wraps'];
  const edits: readonly (readonly [string, (body: KeyringBody) => KeyringBody])[] = [
    ['a dropped key', (body) => ({ ...body, wraps: body.wraps.slice(1) })],
    ['a key added twice', (body) => ({ ...body, wraps: body.wraps.flatMap((entry) => [entry, entry]) })],
    ['swapped keys', (body) => ({ ...body, wraps: swapped(body.wraps) })],
    ['a renamed key', (body) => ({ ...body, wraps: renamed(body.wraps) })],
    ['another public key', (body) => ({ ...body, signingPublicKey: Buffer.alloc(32, 1).toString('base64') })],
    ['a later last sign-in', (body) => ({ ...body, lastOnlineAtMs: body.lastOnlineAtMs + 1 })],
    ['an earlier last time', (body) => ({ ...body, lastSeenAtMs: body.lastSeenAtMs - 1 })],
    ['another write count', (body) => ({ ...body, writes: body.writes + 1 })],
    ['another vault', (body) => ({ ...body, vaultId: 'b2'.repeat(16) })],
  ];
  const swapped = (wraps: Wraps): Wraps =>
    wraps.map((entry, index) => ({ id: entry.id, sealed: wraps[(index + 1) % wraps.length]!.sealed }));
  const renamed = (wraps: Wraps): Wraps =>
    wraps.map((entry) => ({ ...entry, id: entry.id.replace('2026-01-14', '2026-01-15') }));

  it.each(edits)('is noticed: %s', async (_what, edit) => {
    const world = new CrashingWorld(remains);
    await editKeyring(world, FILE, edit);
    expect(await openWith((await world.read(FILE))!)).toBe('vault/corrupt');
  });

  it('cannot bring back an entry of an earlier file', async () => {
    const world = new CrashingWorld(remains);
    const vault = await open(world);
    const old = JSON.parse(intact.toString()) as KeyringBody;
    await vault.shredDeks([DAYS[0]!]);
    await vault.close();
    await editKeyring(world, FILE, (body) => ({ ...body, wraps: old.wraps }));
    await expect(open(world)).rejects.toMatchObject({ code: 'vault/corrupt' });
  });
});
