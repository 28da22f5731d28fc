import assert from 'node:assert/strict';
import type { KeyObject } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DirectStore } from '../../electron/engine/store/testing/direct.ts';
import { ANCHOR_MS } from '../../electron/engine/store/testing/samples.ts';
import type { DekName } from '../../electron/engine/store/store.ts';
import { createVault, openVault } from '../../electron/engine/vault/opening.ts';
import { FileSecretStore } from '../../electron/engine/vault/testing/file-secret-store.ts';
import { CHEAP, PASSWORD, VAULT_ID } from '../../electron/engine/vault/testing/fixture.ts';
import type { Vault } from '../../electron/engine/vault/vault.ts';
import { LATER_MS, madeEvent } from './made-events.ts';
import type { Operation } from './operation.ts';
import { wholeStore } from './whole.ts';

/** Each renewal wraps every key anew: as many as a console has after some months. */
const DAYS = 200;
const EVENTS_BEFORE = 600;
const RENEWALS = 16;
const EVENTS_A_RENEWAL = 4;

const fileIn = (folder: string): string => join(folder, 'audit.db');
const clock = { nowMs: () => Date.now() };
let databaseKey: Buffer = Buffer.alloc(0);

function placeIn(folder: string): {
  readonly dir: string;
  readonly vaultId: string;
  readonly secrets: FileSecretStore;
  readonly clock: typeof clock;
  readonly password: string;
} {
  const secrets = new FileSecretStore(join(folder, 'keychain'));
  return { dir: join(folder, 'vault'), vaultId: VAULT_ID, secrets, clock, password: PASSWORD };
}

const dayOf = (number: number): DekName => ({
  day: new Date(ANCHOR_MS + (number % DAYS) * 86_400_000).toISOString().slice(0, 10),
  retentionClass: 'hipaa',
});

const keysOf =
  (vault: Vault) =>
  (name: DekName): KeyObject => {
    const key = vault.existingDek(name);
    assert.ok(key !== null, `the key of ${name.day}`);
    return key;
  };

const storeOf = (folder: string, vault: Vault): DirectStore =>
  new DirectStore(fileIn(folder), vault.databaseKey(), null, keysOf(vault));

/** The KEK is renewed again and again while new days get their keys and events are sealed with them. */
export const renewal: Operation = {
  name: 'renewal',
  variants: ['vault'],
  prepare: async (folderOf) => {
    const folder = folderOf('vault');
    mkdirSync(join(folder, 'keychain'));
    const vault = await createVault({ ...placeIn(folder), poolNowMs: Date.now(), scryptCost: CHEAP });
    databaseKey = vault.databaseKey();
    // The last days have no key yet: the rounds make them.
    await vault.ensureDeks(Array.from({ length: DAYS - RENEWALS }, (_, number) => dayOf(number)));
    const store = storeOf(folder, vault);
    const events = Array.from({ length: EVENTS_BEFORE }, (_, number) => madeEvent(number, DAYS - RENEWALS));
    store.append(events, ANCHOR_MS);
    store.seal(LATER_MS);
    store.close();
    await vault.close();
  },
  work: async (folder, say) => {
    const vault = await openVault({ ...placeIn(folder), mode: { kind: 'offline' } });
    await vault.upkeep();
    const store = storeOf(folder, vault);
    say('began');
    for (let round = 0; round < RENEWALS; round += 1) {
      const number = DAYS - RENEWALS + round;
      await vault.ensureDeks([dayOf(number)]);
      say(`key ${number}`);
      const fresh = Array.from({ length: EVENTS_A_RENEWAL }, (_, index) =>
        madeEvent(number + DAYS * (10 + index), DAYS),
      );
      say(`stored ${store.append(fresh, ANCHOR_MS).newestSeq}`);
      await vault.renewKek();
      say(`renewed ${vault.kekGeneration}`);
      store.seal(LATER_MS);
    }
  },
  check: async ({ folder, said }) => {
    const { secrets } = placeIn(folder);
    const vault = await openVault({ ...placeIn(folder), mode: { kind: 'offline' } });
    assert.deepEqual(vault.databaseKey(), databaseKey);
    const [stored, renewed] = [toldLast(said, 'stored'), toldLast(said, 'renewed')];
    assert.ok(vault.kekGeneration >= renewed, 'no renewal is undone');
    for (let number = 0; number < DAYS - RENEWALS; number += 1) keysOf(vault)(dayOf(number));
    for (const line of said) if (line.startsWith('key ')) keysOf(vault)(dayOf(Number(line.slice(4))));
    const entries = await secrets.names();
    assert.ok(entries.length <= 2, `${entries.length} KEKs`);
    await vault.upkeep();
    const kept = await secrets.names();
    assert.equal(kept.length, 1);
    assert.ok(kept[0]?.endsWith(`_kek_${vault.kekGeneration}`), 'one KEK, the one in use');
    const found = wholeStore(fileIn(folder), databaseKey, keysOf(vault));
    assert.ok(found.events >= Math.max(EVENTS_BEFORE, stored), 'no event is lost');
    assert.equal((found.events - EVENTS_BEFORE) % EVENTS_A_RENEWAL, 0);
    await vault.close();
    return { state: stateOf(entries.length, vault.kekGeneration), isOver: true };
  },
};

const toldLast = (said: readonly string[], what: string): number =>
  Number(said.findLast((line) => line.startsWith(`${what} `))?.split(' ')[1] ?? 0);

function stateOf(entries: number, generation: number): string {
  if (entries > 1) return 'between two KEKs';
  if (generation === 1) return 'first KEK';
  return generation > RENEWALS ? 'last KEK' : 'a later KEK';
}
