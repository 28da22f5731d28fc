import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError, hasCode } from '../../../shared/errors.ts';
import { backendOf, openKeychain } from './keychain.ts';
import type { KeytarBinding } from './keytar-binding.ts';
import { MAX_SECRET_BYTES } from './secret-store.ts';

/** A keyring that behaves as gnome-keyring was measured to behave, with a lock, a hang and a word-for-word failure. */
class FakeKeyring implements KeytarBinding {
  readonly entries = new Map<string, string>();
  locked = false;
  hang = false;
  failWith: string | null = null;
  loseWrites = false;
  calls = 0;

  getPassword(_service: string, account: string): Promise<string | null> {
    return this.#answer(() => (this.locked ? null : (this.entries.get(account) ?? null)));
  }

  setPassword(_service: string, account: string, password: string): Promise<void> {
    return this.#answer(() => {
      if (this.locked) throw new Error('Cannot create an item in a locked collection');
      if (!this.loseWrites) this.entries.set(account, password);
    });
  }

  deletePassword(_service: string, account: string): Promise<boolean> {
    return this.#answer(() => !this.locked && this.entries.delete(account));
  }

  async #answer<T>(run: () => T): Promise<T> {
    this.calls += 1;
    if (this.hang) await new Promise<void>(() => undefined);
    if (this.failWith !== null) throw new Error(this.failWith);
    return run();
  }
}

const open = (keyring: FakeKeyring, timeoutMs = 1000) =>
  openKeychain({ service: 'test', timeoutMs, loadBinding: () => Promise.resolve(keyring) });

describe('openKeychain', () => {
  it('proves the keychain by a canary and leaves nothing behind', async () => {
    const keyring = new FakeKeyring();
    await open(keyring);
    expect(keyring.entries.size).toBe(0);
    expect(keyring.calls).toBe(3);
  });

  it.each([
    ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'keychain/unavailable'],
    ['The name org.freedesktop.secrets was not provided by any .service files', 'keychain/unavailable'],
    ['Could not connect: Connection refused', 'keychain/unavailable'],
    ['Cannot create an item in a locked collection', 'keychain/locked'],
    ['Object does not exist at path “/org/freedesktop/secrets/collection/login”', 'keychain/locked'],
    ['User interaction is not allowed.', 'keychain/locked'],
    ['Something else', 'keychain/write-failed'],
  ])('calls "%s" %s', async (words, code) => {
    const keyring = new FakeKeyring();
    keyring.failWith = words;
    await expect(open(keyring)).rejects.toMatchObject({ code, detail: { call: 'set' } });
  });

  it('calls a locked keyring locked', async () => {
    const keyring = new FakeKeyring();
    keyring.locked = true;
    await expect(open(keyring)).rejects.toMatchObject({ code: 'keychain/locked' });
  });

  it('refuses a keychain that does not give back what was stored', async () => {
    const keyring = new FakeKeyring();
    keyring.loseWrites = true;
    await expect(open(keyring)).rejects.toMatchObject({
      code: 'keychain/write-failed',
      detail: { reason: 'read-back' },
    });
  });

  it('limits the time of a call that hangs and does not queue behind it', async () => {
    const keyring = new FakeKeyring();
    const store = await open(keyring, 50);
    keyring.hang = true;
    await expect(store.get('a')).rejects.toMatchObject({
      code: 'keychain/locked',
      detail: { timeoutMs: 50 },
    });
    const calls = keyring.calls;
    await expect(store.set('a', Buffer.from('x'))).rejects.toMatchObject({ code: 'keychain/locked' });
    expect(keyring.calls).toBe(calls);
  });

  it('names the system library that is missing', async () => {
    const failing = openKeychain({
      service: 'test',
      loadBinding: () => Promise.reject(new Error('checked 3 paths')),
    });
    await expect(failing).rejects.toMatchObject({
      code: 'keychain/unavailable',
      detail: { reason: 'native-module' },
    });
  });
});

describe('a secret store', () => {
  it('tells a keyring that was locked meanwhile from an absent secret', async () => {
    const keyring = new FakeKeyring();
    const store = await open(keyring);
    await store.set('a', Buffer.from('secret'));
    expect(await store.get('b')).toBeNull();
    keyring.locked = true;
    await expect(store.get('a')).rejects.toMatchObject({ code: 'keychain/locked' });
    await expect(store.delete('a')).rejects.toMatchObject({ code: 'keychain/locked' });
    keyring.locked = false;
    expect(await store.get('a')).toEqual(Buffer.from('secret'));
  });

  it('gives back any bytes of any allowed size, each entry small enough for Windows', async () => {
    const keyring = new FakeKeyring();
    const store = await open(keyring);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: MAX_SECRET_BYTES, size: 'max' }), {
          minLength: 1,
          maxLength: 3,
        }),
        async (secrets) => {
          for (const secret of secrets) {
            await store.set('a/b', Buffer.from(secret));
            expect(await store.get('a/b')).toEqual(Buffer.from(secret));
            for (const text of keyring.entries.values()) expect(text.length).toBeLessThan(2000);
          }
          await store.delete('a/b');
          expect(keyring.entries.size).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('holds the old or the new large secret when the write is cut at any call', async () => {
    const before = Buffer.alloc(5000, 1);
    const after = Buffer.alloc(7000, 2);
    for (let cut = 0; cut < 60; cut += 1) {
      const keyring = new FakeKeyring();
      const store = await open(keyring);
      await store.set('a', before);
      const dying: KeytarBinding = {
        getPassword: (service, account) => keyring.getPassword(service, account),
        setPassword: (service, account, text) => step(() => keyring.setPassword(service, account, text)),
        deletePassword: (service, account) => step(() => keyring.deletePassword(service, account)),
      };
      let left = cut + 2; // the canary's own two calls
      const step = <T>(run: () => Promise<T>): Promise<T> => {
        left -= 1;
        return left < 0 ? Promise.reject(new Error('killed')) : run();
      };
      const second = await openKeychain({ service: 'test', loadBinding: () => Promise.resolve(dying) });
      await second.set('a', after).catch(() => undefined);
      const found = await store.get('a');
      expect(found?.equals(before) === true || found?.equals(after) === true).toBe(true);
      await store.delete('a');
      expect(keyring.entries.size).toBe(0);
    }
  });

  it('refuses empty and oversized secrets, and names that could hold personal data', async () => {
    const store = await open(new FakeKeyring());
    await expect(store.set('a', Buffer.alloc(0))).rejects.toMatchObject({ code: 'keychain/write-failed' });
    await expect(store.set('a', Buffer.alloc(MAX_SECRET_BYTES + 1))).rejects.toMatchObject({
      code: 'keychain/write-failed',
    });
    for (const name of ['mary@example.org', 'Mary', 'a b', '', '/a']) {
      await expect(store.get(name)).rejects.toSatisfy((error) => hasCode(error, 'engine/internal'));
    }
  });

  it('calls an entry that it did not write damaged, not absent', async () => {
    const keyring = new FakeKeyring();
    const store = await open(keyring);
    for (const foreign of ['plain words', 'b:@@', 's:0:3', 's:9:1']) {
      keyring.entries.set('a', foreign);
      await expect(store.get('a')).rejects.toMatchObject({ code: 'keychain/unavailable' });
    }
  });
});

describe('backendOf', () => {
  it('names the keychain of each platform and refuses unknown labels', () => {
    expect(backendOf('linux', undefined)).toEqual({ kind: 'libsecret', protects: true });
    expect(backendOf('darwin', '').kind).toBe('macos-keychain');
    expect(backendOf('win32', undefined).kind).toBe('windows-credential-manager');
    expect(backendOf('linux', 'private-keyring-unprotected').protects).toBe(false);
    expect(() => backendOf('linux', 'safe')).toThrow(AppError);
  });
});
