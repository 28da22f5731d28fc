import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { downloadHost, electronBinary, isReachable } from './electron.mjs';

describe('electronBinary', () => {
  it('is there only when both the path file and the binary are', () => {
    const dir = mkdtempSync(join(tmpdir(), 'electron-'));
    try {
      expect(electronBinary(dir)).toBeUndefined();
      writeFileSync(join(dir, 'path.txt'), 'electron');
      expect(electronBinary(dir)).toBeUndefined();
      mkdirSync(join(dir, 'dist'));
      writeFileSync(join(dir, 'dist', 'electron'), '');
      expect(electronBinary(dir)).toBe(join(dir, 'dist', 'electron'));
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});

describe('downloadHost', () => {
  it.each([
    [{}, 'github.com', 443],
    [{ ELECTRON_MIRROR: 'https://mirror.clinic.example/electron/' }, 'mirror.clinic.example', 443],
    [{ HTTPS_PROXY: 'http://proxy.clinic.example:3128' }, 'proxy.clinic.example', 3128],
    [{ https_proxy: 'proxy.clinic.example:8080' }, 'proxy.clinic.example', 8080],
    [{ HTTPS_PROXY: 'http://proxy.clinic.example' }, 'proxy.clinic.example', 80],
  ])('%j → %s:%i', (env, host, port) => {
    expect(downloadHost(env)).toEqual({ host, port });
  });
});

describe('isReachable', () => {
  it('is true for a port that listens and false for one that does not', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await isReachable({ host: '127.0.0.1', port })).toBe(true);
    await new Promise((resolve) => server.close(resolve));
    expect(await isReachable({ host: '127.0.0.1', port })).toBe(false);
  });

  it('gives up in time on a network that swallows packets', async () => {
    const from = performance.now();
    // 192.0.2.0/24 is reserved for documentation (RFC 5737): nobody answers there.
    expect(await isReachable({ host: '192.0.2.1', port: 443 }, 200)).toBe(false);
    expect(performance.now() - from).toBeLessThan(2_000);
  });
});
