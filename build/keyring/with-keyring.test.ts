import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasPrivateKeyring, missingKeyringPrograms, startPrivateKeyring } from './private-keyring.mjs';

const here = import.meta.dirname;
const withKeyring = join(here, 'with-keyring.mjs');
const probe = join(here, 'keyring-probe.mjs');
const usable = process.platform === 'linux' && missingKeyringPrograms().length === 0;

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'keyring-test-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

/** Runs the probe under the wrapper, with a temporary folder of its own so that leftovers can be counted. */
function probed(options: readonly string[], ...verb: readonly string[]): unknown {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [withKeyring, ...options, '--', process.execPath, probe, ...verb],
    { encoding: 'utf8', env: { ...process.env, TMPDIR: dir } },
  );
  return JSON.parse(stdout || JSON.stringify({ stderr }));
}

describe('command line', () => {
  it.each([
    [[], 'No command'],
    [['--'], 'No command'],
    [['--dir=', '--', 'true'], 'Unknown option --dir='],
    [['--unlocked', '--', 'true'], 'Unknown option --unlocked'],
  ])('%j is refused with words', (args, words) => {
    const { status, stderr } = spawnSync(process.execPath, [withKeyring, ...args], { encoding: 'utf8' });
    expect(status).toBe(64);
    expect(stderr).toContain(words);
  });
});

describe.runIf(usable)('private keyring', () => {
  it('keeps a secret from one run to the next, encrypted, and leaves no process or socket', () => {
    const kept = join(dir, 'kept');
    expect(probed([`--dir=${kept}`], 'set', 'correct horse')).toEqual({ stored: 'correct horse' });
    expect(probed([`--dir=${kept}`], 'get')).toEqual({ stored: 'correct horse' });
    const keyring = readFileSync(join(kept, 'keyrings', 'login.keyring'));
    expect(keyring.includes('correct horse')).toBe(false);
    expect(statSync(join(kept, 'passphrase')).mode & 0o777).toBe(0o600);
    expect(statSync(kept).mode & 0o777).toBe(0o700);
    expect(readdirSync(dir)).toEqual(['kept']);
  });

  it('forgets a temporary keyring', () => {
    expect(probed(['--ephemeral'], 'set', 'short-lived')).toEqual({ stored: 'short-lived' });
    expect(probed(['--ephemeral'], 'get')).toEqual({ stored: null });
    expect(readdirSync(dir)).toEqual([]);
  });

  it('can be there and locked: reads answer null, writes fail, and nothing is lost', () => {
    const kept = join(dir, 'kept');
    probed([`--dir=${kept}`], 'set', 'still here');
    expect(probed([`--dir=${kept}`, '--locked'], 'get')).toEqual({ stored: null });
    expect(probed([`--dir=${kept}`, '--locked'], 'set', 'x')).toEqual({
      error: 'Cannot create an item in a locked collection',
    });
    expect(probed([`--dir=${kept}`], 'get')).toEqual({ stored: 'still here' });
  });

  it('can be absent', () => {
    expect(probed(['--none'], 'get')).toMatchObject({
      error: 'The name org.freedesktop.secrets was not provided by any .service files',
    });
  });

  it('hands on exit code and label', () => {
    const script =
      'process.exit(process.env.MEDMINDER_KEYCHAIN_LABEL === "private-keyring-unprotected" ? 7 : 1)';
    const { status } = spawnSync(process.execPath, [withKeyring, '--', process.execPath, '-e', script]);
    expect(status).toBe(7);
  });

  it('ends both daemons when the wrapper is killed', async () => {
    const script = 'console.log(process.env.DBUS_SESSION_BUS_ADDRESS); setTimeout(() => {}, 60_000)';
    const wrapper = spawn(process.execPath, [withKeyring, '--', process.execPath, '-e', script], {
      env: { ...process.env, TMPDIR: dir },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    const address = String(await new Promise((resolve) => wrapper.stdout.once('data', resolve))).trim();
    const socket = address.replace('unix:path=', '');
    expect(existsSync(socket)).toBe(true);
    process.kill(-(wrapper.pid ?? 0), 'SIGKILL');
    await expect.poll(() => readdirSync(dir), { timeout: 10_000 }).toEqual([]);
    expect(busDaemonsOf(socket)).toEqual([]);
  });

  it('refuses a keyring whose passphrase is gone or damaged instead of making a new one', async () => {
    const kept = join(dir, 'kept');
    probed([`--dir=${kept}`], 'set', 'precious');
    expect(hasPrivateKeyring(kept)).toBe(true);
    writeFileSync(join(kept, 'passphrase'), '\n');
    await expect(startPrivateKeyring({ mode: 'unlocked', dir: kept })).rejects.toThrow('damaged');
    rmSync(join(kept, 'passphrase'));
    await expect(startPrivateKeyring({ mode: 'unlocked', dir: kept })).rejects.toThrow('is gone');
    expect(hasPrivateKeyring(kept)).toBe(false);
  });
});

function busDaemonsOf(socket: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(join(socket, '..'));
      } catch {
        return false; // ended while we looked
      }
    });
}
