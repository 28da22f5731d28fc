import type { Clock } from '../clock-rules.ts';
import type { ScryptCost } from '../key-derivation.ts';
import { createVault, openVault, type OpenMode } from '../opening.ts';
import type { Vault } from '../vault.ts';
import { CrashingWorld, type Remains } from './crashing-world.ts';

export const DIR = '/vaults/one';
export const VAULT_ID = 'a1'.repeat(16);
export const PASSWORD = 'Correct horse 1!';
export const T0 = Date.UTC(2026, 0, 15, 8);
export const HOUR_MS = 3600_000;

/** Nothing instead of 32 MiB: thousands of openings; the real cost has its own test. */
export const CHEAP = { logN: 1, r: 8, p: 1 } as const;

/** A clock that a test moves. */
export class TestClock implements Clock {
  ms: number;

  constructor(ms: number = T0) {
    this.ms = ms;
  }

  nowMs(): number {
    return this.ms;
  }
}

export function create(
  world: CrashingWorld,
  clock: Clock = new TestClock(),
  password = PASSWORD,
  scryptCost: ScryptCost = CHEAP,
): Promise<Vault> {
  return createVault({
    dir: DIR,
    vaultId: VAULT_ID,
    secrets: world,
    files: world,
    clock,
    password,
    poolNowMs: clock.nowMs(),
    scryptCost,
  });
}

export function open(
  world: CrashingWorld,
  options: { readonly clock?: Clock; readonly password?: string; readonly mode?: OpenMode } = {},
): Promise<Vault> {
  const { clock = new TestClock(), password = PASSWORD, mode = { kind: 'offline' } } = options;
  return openVault({
    dir: DIR,
    vaultId: VAULT_ID,
    secrets: world,
    files: world,
    clock,
    password,
    mode,
    scryptCost: CHEAP,
  });
}

/** The remains of a world in which a vault was made, used by `use` and closed. */
export async function prepared(use: (vault: Vault) => Promise<void> = async () => {}): Promise<Remains> {
  const world = new CrashingWorld();
  const vault = await create(world);
  await use(vault);
  await vault.close();
  return world.afterKill();
}
