/** Real processes, real files, kill -9 at random moments: what was told as done holds, whatever else was cut. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killTrials } from '../testing/kill-trials.ts';
import { createVault, openVault } from './opening.ts';
import { CHEAP, PASSWORD, VAULT_ID } from './testing/fixture.ts';
import { FileSecretStore } from './testing/file-secret-store.ts';

const TRIALS = killTrials(30);
const child = new URL('testing/kill-child.ts', import.meta.url).pathname;
const clock = { nowMs: () => Date.now() };

describe('kill -9 at any moment', () => {
  let root: string;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'medminder-kill-'));
  });

  afterAll(async () => {
    await rm(root, { recursive: true, force: true });
  });

  /** Starts the child, kills it some milliseconds after it began its work, and gives what it had told. */
  async function killedAfter(ms: number, args: readonly string[]): Promise<string[]> {
    const running = spawn(process.execPath, [child, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let told = '';
    let began: () => void = () => undefined;
    const beginning = new Promise<void>((resolve) => {
      began = resolve;
    });
    running.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      if (told.includes('open\n')) began();
    });
    const closed = new Promise<void>((resolve) => {
      running.once('close', () => {
        resolve();
      });
    });
    await Promise.race([beginning, closed]);
    await delay(ms);
    running.kill('SIGKILL');
    await closed;
    // A line that was cut was not told.
    return told.split('\n').slice(0, -1);
  }

  it(
    `opens with every key that was told, ${TRIALS} times`,
    async () => {
      const dir = join(root, 'vault');
      const secretsDir = join(root, 'keychain');
      await mkdir(secretsDir);
      const secrets = new FileSecretStore(secretsDir);
      const place = { dir, vaultId: VAULT_ID, secrets, clock, password: PASSWORD };
      const made = await createVault({ ...place, poolNowMs: Date.now(), scryptCost: CHEAP });
      const database = made.databaseKey();
      await made.close();
      const hashes = new Map<string, string>();
      let next = 0;
      let renewals = 0;
      for (let trial = 0; trial < TRIALS; trial += 1) {
        const lines = await killedAfter(Math.random() * 60, [dir, secretsDir, String(next)]);
        expect(lines[0]).toBe('open');
        const shredding = new Set<string>();
        for (const line of lines) {
          const [what, day = '', hash = ''] = line.split(' ');
          if (what === 'made') hashes.set(day, hash);
          if (what === 'shredding') shredding.add(day);
          if (what === 'shredded') hashes.set(day, 'shredded');
        }
        const vault = await openVault({ ...place, mode: { kind: 'offline' } });
        expect(vault.databaseKey()).toEqual(database);
        for (const [day, hash] of hashes) {
          const key = vault.existingDek({ day, retentionClass: 'standard' });
          const found = key === null ? 'shredded' : createHash('sha256').update(key.export()).digest('hex');
          // Cut while shredding: either is right, and from now on it stays so.
          if (shredding.has(day) && hash !== 'shredded' && found === 'shredded') hashes.set(day, found);
          expect(hashes.get(day)).toBe(found);
        }
        await vault.upkeep();
        expect(await secrets.names()).toEqual([
          expect.stringMatching(new RegExp(`_kek_${vault.kekGeneration}$`)),
        ]);
        renewals = vault.kekGeneration;
        next += lines.length + 1;
        await vault.close();
      }
      expect(hashes.size).toBeGreaterThan(TRIALS);
      expect(renewals).toBeGreaterThan(TRIALS / 6);
    },
    180_000 + TRIALS * 4_000,
  );
});
