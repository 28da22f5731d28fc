import { describe, expect, it } from 'vitest';
import { loadKeytar, missingLibrary } from './keytar-binding.ts';

describe('missingLibrary', () => {
  it.each([
    ['libsecret-1.so.0: cannot open shared object file: No such file or directory', 'libsecret-1.so.0'],
    ['/lib/libc.so.6: version `GLIBC_2.38` not found', null],
    ['', null],
  ])('reads %j as %j', (message, library) => {
    expect(missingLibrary(message)).toBe(library);
  });
});

describe('loadKeytar', () => {
  it('loads the native binding of this machine', async () => {
    const binding = await loadKeytar();
    expect(typeof binding.getPassword).toBe('function');
  });

  it('says which library is missing instead of repeating the misleading words of keytar', async () => {
    const failing = loadKeytar(
      () => Promise.reject(new Error('Failed to load keytar native addon, checked …')),
      () => 'libsecret-1.so.0: cannot open shared object file: No such file or directory',
    );
    await expect(failing).rejects.toMatchObject({
      code: 'keychain/unavailable',
      detail: { missingLibrary: 'libsecret-1.so.0' },
    });
  });
});
