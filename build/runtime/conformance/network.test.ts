/* oxlint-disable eslint/no-extend-native, unicorn/no-thenable, typescript/unbound-method, typescript/no-unsafe-return, typescript/no-unsafe-call, typescript/no-unsafe-member-access -- the suite plays a hostile page, and Playwright's window handles are untyped here */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFixture } from './support.ts';
import type { Fixture } from './support.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(async () => {
  await fixture.close();
});

describe('network and navigation', () => {
  it('answers requests of the scheme under their own address', async () => {
    const answer = await fixture.page.evaluate(async () => {
      const response = await fetch('/echo', { method: 'POST', body: 'körper' });
      return {
        status: response.status,
        text: await response.text(),
        origin: response.headers.get('x-origin'),
      };
    });
    expect(answer).toEqual({ status: 201, text: 'körper', origin: 'app://fixture' });
    expect(await fixture.noted('serve', (entry) => entry['method'] === 'POST')).toMatchObject({
      url: 'app://fixture/echo',
    });
    expect(
      await fixture.page.evaluate(async () =>
        fetch('/forbidden').then(
          () => 'passed',
          (error: Error) => error.name,
        ),
      ),
    ).toBe('TypeError');
  });

  it('refuses new windows inside the page and tells the handler', async () => {
    expect(
      await fixture.page.evaluate(() => window.open('https://evil.example/popup', 'w', 'width=100') === null),
    ).toBe(true);
    expect(await fixture.noted('window-open')).toMatchObject({
      url: 'https://evil.example/popup',
      frameName: 'w',
    });
    expect(fixture.app.windows()).toHaveLength(1);
  });

  it('stops navigations of the page and of its frames before a request leaves', async () => {
    await fixture.page.evaluate(() => {
      const frame = document.createElement('iframe');
      frame.src = 'https://evil.example/frame';
      document.body.append(frame);
    });
    await fixture.noted('will-frame-navigate', (entry) => entry['url'] === 'https://evil.example/frame');
    await fixture.page.evaluate(() => {
      location.href = 'https://evil.example/away';
    });
    await fixture.noted('will-navigate', (entry) => entry['url'] === 'https://evil.example/away');
    expect(
      (await fixture.log()).filter(
        (entry) => entry.name === 'before-request' && String(entry['url']).startsWith('https://evil'),
      ),
    ).toEqual([]);
    expect(await fixture.page.getByRole('heading').textContent()).toBe('Conformance');
  });

  it('denies permissions but those that the check handler grants, and cancels downloads', async () => {
    const states = await fixture.page.evaluate(async () => {
      const state = async (name: string): Promise<string> =>
        (await navigator.permissions.query({ name: name as PermissionName })).state;
      return [await state('geolocation'), await state('notifications'), await state('clipboard-write')];
    });
    expect(states).toEqual(['denied', 'denied', 'granted']);
    await fixture.page.evaluate(() => {
      const link = document.createElement('a');
      link.href = '/download#/allowed';
      document.body.append(link);
      link.click();
    });
    await fixture.noted('will-download');
  });

  it('asks before it follows a redirect', async () => {
    await fixture.page.evaluate(() => {
      location.href = '/allowed-away';
    });
    await fixture.noted('will-redirect', (entry) => entry['url'] === 'https://evil.example/redirected');
    expect(await fixture.page.getByRole('heading').textContent()).toBe('Conformance');
  });

  it('stops data: and blob: in frames and in the window, and tells', async () => {
    await openWithoutPolicy();
    const address = await fixture.page.evaluate(() => {
      const blob = URL.createObjectURL(new Blob(['<h1>Stray</h1>'], { type: 'text/html' }));
      for (const src of ['data:text/html,<h1>Stray</h1>', blob]) {
        const frame = document.createElement('iframe');
        frame.src = src;
        document.body.append(frame);
      }
      const written = document.createElement('iframe');
      written.srcdoc =
        '<script>top.location = URL.createObjectURL(new Blob(["x"], { type: "text/html" }))</script>';
      document.body.append(written);
      setTimeout(() => {
        location.href = blob;
      }, 200);
      return blob.replace(/https:\/\/fixture\.app\.invalid/, 'app://fixture');
    });
    await fixture.noted('will-frame-navigate', ({ url }) => String(url).startsWith('data:'));
    await fixture.noted('will-frame-navigate', ({ url }) => url === address);
    await fixture.noted('will-navigate', ({ url }) => String(url).startsWith('blob:'));
    await expect.poll(() => fixture.page.url()).toBe('https://fixture.app.invalid/allowed?open');
    for (const frame of fixture.page.frames())
      expect(await frame.evaluate(() => document.querySelector('h1')?.textContent)).not.toBe('Stray');
  });

  it('opens no WebSocket and offers no device', async () => {
    await openWithoutPolicy();
    const refused = await fixture.page.evaluate(async () => {
      const blocked = new Promise((resolve) => {
        addEventListener('securitypolicyviolation', (event) => {
          resolve(`${event.effectiveDirective} ${event.blockedURI}`);
        });
      });
      void new WebSocket('wss://evil.example/socket');
      const serial = (navigator as unknown as { serial: { getPorts: () => Promise<unknown> } }).serial;
      const devices = await serial.getPorts().catch((error: Error) => error.name);
      return [await blocked, devices];
    });
    expect(refused).toEqual(['connect-src wss://evil.example/socket', 'SecurityError']);
  });

  it('asks about a certificate that nobody vouches for, and does as it is told', async () => {
    const requests: string[] = [];
    const server = createServer(
      { key: pem('untrusted-key.pem'), cert: pem('untrusted-certificate.pem') },
      (request, response) => {
        requests.push(request.url ?? '');
        response.end('<h1>Reached</h1>');
      },
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const load = async (url: string): Promise<string> =>
      fixture.app.evaluate(async ({ BrowserWindow }, address) => {
        const window = new BrowserWindow({ show: false });
        const end = await window.loadURL(address).then(
          () => 'loaded',
          () => 'failed',
        );
        window.destroy();
        return end;
      }, url);
    expect(await load(`${origin}/bad`)).toBe('failed');
    expect(await fixture.noted('certificate-error')).toMatchObject({
      url: `${origin}/bad`,
      error: 'net::ERR_CERT_AUTHORITY_INVALID',
    });
    expect(requests).toEqual([]);
    expect(await load(`${origin}/trusted`)).toBe('loaded');
    expect(requests).toContain('/trusted');
    server.closeAllConnections();
    server.close();
  });
});

function pem(name: string): Buffer {
  return readFileSync(new URL(name, import.meta.url));
}

/** A page of the app that forbids nothing by itself. */
async function openWithoutPolicy(): Promise<void> {
  await fixture.page.goto('https://fixture.app.invalid/allowed?open');
}
