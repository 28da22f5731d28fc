import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import tls, { type SecureVersion } from 'node:tls';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SELF_SIGNED } from './cognito/testing/self-signed.ts';
import { secureTransport } from './transport.ts';

let servers: Server[];
let before: SecureVersion;

beforeEach(() => {
  servers = [];
  before = tls.DEFAULT_MIN_VERSION;
});
afterEach(() => {
  tls.DEFAULT_MIN_VERSION = before;
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  for (const server of servers) server.close();
});

async function serve(): Promise<string> {
  const server = createServer(SELF_SIGNED, (_, out) => out.end('reached'));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('lets nobody switch the check of certificates off', async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  expect(await (await fetch(await serve())).text()).toBe('reached');
  secureTransport();
  await expect(fetch(await serve())).rejects.toThrow('fetch failed');
});

it('speaks nothing older than TLS 1.2', () => {
  tls.DEFAULT_MIN_VERSION = 'TLSv1';
  secureTransport({});
  expect(tls.DEFAULT_MIN_VERSION).toBe('TLSv1.2');
});

it('trusts the system’s authorities when it is told to, beside its own, and then only', () => {
  const own = tls.getCACertificates('default');
  vi.spyOn(tls, 'getCACertificates').mockImplementation((type) =>
    type === 'system' ? [SELF_SIGNED.cert] : own,
  );
  const set = vi.spyOn(tls, 'setDefaultCACertificates').mockReturnValue();
  secureTransport({ NODE_USE_SYSTEM_CA: '0' });
  expect(set).not.toHaveBeenCalled();
  secureTransport({ NODE_USE_SYSTEM_CA: '1' });
  expect(set).toHaveBeenCalledExactlyOnceWith([...new Set([...own, SELF_SIGNED.cert])]);
});
