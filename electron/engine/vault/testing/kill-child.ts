/**
 * Run and killed by kill.test.ts: opens a vault and makes, shreds and renews keys as fast as it can, telling each thing
 * on a line of its own before it begins and once it is done.
 */
import { createHash } from 'node:crypto';
import { openVault } from '../opening.ts';
import { FileSecretStore } from './file-secret-store.ts';
import { PASSWORD, VAULT_ID } from './fixture.ts';

const [dir = '', secretsDir = '', first = '0'] = process.argv.slice(2);
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const vault = await openVault({
  dir,
  vaultId: VAULT_ID,
  secrets: new FileSecretStore(secretsDir),
  clock: { nowMs: () => Date.now() },
  password: PASSWORD,
  mode: { kind: 'offline' },
});
await vault.upkeep();
say('open');
for (let index = Number(first); ; index += 1) {
  const day = new Date(Date.UTC(2000, 0, 1 + index)).toISOString().slice(0, 10);
  const key = await vault.dek({ day, retentionClass: 'standard' });
  say(`made ${day} ${createHash('sha256').update(key.export()).digest('hex')}`);
  if (index % 3 === 0) await vault.renewKek();
  if (index % 4 === 0) {
    say(`shredding ${day}`);
    await vault.shredDeks([{ day, retentionClass: 'standard' }]);
    say(`shredded ${day}`);
  }
}
