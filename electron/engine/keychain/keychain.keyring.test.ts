/**
 * Against a real keychain. On Linux it needs a secret service: `npm test` runs it inside
 * `node build/keyring/with-keyring.mjs --ephemeral -- …`; without one it fails and says so.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKeychain } from './keychain.ts';
import type { SecretStore } from './secret-store.ts';

const run = promisify(execFile);
const child = new URL('testing/keyring-child.ts', import.meta.url).pathname;
const SERVICE = `medminder-console-test-${process.pid}`;

describe('the real keychain', () => {
  let store: SecretStore;

  beforeAll(async () => {
    try {
      store = await openKeychain({ service: SERVICE, timeoutMs: 10_000 });
    } catch (cause) {
      throw new Error(
        'This test needs a keyring. Run it as: node build/keyring/with-keyring.mjs --ephemeral -- npx vitest run --config build/vite/vitest.config.ts electron/engine/keychain',
        { cause },
      );
    }
  });

  afterAll(async () => {
    await store.delete('a');
  });

  it('keeps binary secrets, small and large, and forgets them', async () => {
    for (const secret of [Buffer.from([0, 255, 10, 13, 0]), Buffer.alloc(32, 7), Buffer.alloc(2500, 9)]) {
      await store.set('a', secret);
      expect(await store.get('a')).toEqual(secret);
    }
    await store.delete('a');
    expect(await store.get('a')).toBeNull();
    await store.delete('a');
  });
});

describe.runIf(process.platform === 'linux')('keyrings that fail', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medminder-keyring-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  /** The environment without the keyring of whoever runs this test. */
  function bareEnv(): NodeJS.ProcessEnv {
    const {
      DBUS_SESSION_BUS_ADDRESS: _bus,
      DISPLAY: _display,
      WAYLAND_DISPLAY: _wayland,
      ...rest
    } = process.env;
    return { ...rest, XDG_RUNTIME_DIR: folder, XDG_DATA_HOME: folder, HOME: folder, GIO_USE_VFS: 'local' };
  }

  async function inOwnBus(script: string): Promise<unknown> {
    const { stdout } = await run(
      'dbus-run-session',
      ['--', 'bash', '-c', script, 'bash', process.execPath, child],
      {
        env: bareEnv(),
        timeout: 25_000,
      },
    );
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null');
  }

  const START = `printf 'test\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1`;

  it('says that there is no secret service', async () => {
    const { stdout } = await run(process.execPath, [child], { env: bareEnv(), timeout: 25_000 });
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'keychain/unavailable' } });
  });

  it('works in a keyring of its own, and calls the same keyring locked once it is locked', async () => {
    expect(await inOwnBus(`${START}; "$1" "$2" keep`)).toEqual({ ok: true });
    const lock =
      'dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets ' +
      'org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null';
    expect(await inOwnBus(`${START}; ${lock}; "$1" "$2"`)).toMatchObject({
      ok: false,
      error: { code: 'keychain/locked' },
    });
  });

  it('calls a keyring that was never unlocked locked', async () => {
    expect(
      await inOwnBus('gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1; "$1" "$2"'),
    ).toMatchObject({
      ok: false,
      error: { code: 'keychain/locked' },
    });
  });
});
