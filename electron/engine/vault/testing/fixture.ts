import type { Clock } from '../clock-rules.ts';
import { createVault, openVault, type OpenMode } from '../opening.ts';
import type { Vault } from '../vault.ts';
import { CrashingWorld, type Remains } from './crashing-world.ts';

export const DIR = '/vaults/one';
export const VAULT_ID = 'a1'.repeat(16);
export const PASSWORD = 'Correct horse 1!';
export const T0 = Date.UTC(2026, 0, 15, 8);
export const HOUR_MS = 3600_000;

/** Nothing instead of 128 MiB: thousands of openings; the real cost has its own test. */
export const CHEAP_LOG_N = 1;

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
): Promise<Vault> {
  return createVault({
    dir: DIR,
    vaultId: VAULT_ID,
    secrets: world,
    files: world,
    clock,
    password,
    poolNowMs: clock.nowMs(),
    scryptLogN: CHEAP_LOG_N,
  });
}

export function open(
  world: CrashingWorld,
  options: { readonly clock?: Clock; readonly password?: string; readonly mode?: OpenMode } = {},
): Promise<Vault> {
  const { clock = new TestClock(), password = PASSWORD, mode = { kind: 'offline' } } = options;
  return openVault({ dir: DIR, vaultId: VAULT_ID, secrets: world, files: world, clock, password, mode });
}

/** The remains of a world in which a vault was made, used by `use` and closed. */
export async function prepared(use: (vault: Vault) => Promise<void> = async () => {}): Promise<Remains> {
  const world = new CrashingWorld();
  const vault = await create(world);
  await use(vault);
  await vault.close();
  return world.afterKill();
}
