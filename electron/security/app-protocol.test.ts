import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveAppFile, serveAppFile } from './app-protocol.ts';

let base: string;
let root: string;

beforeAll(async () => {
  // macOS reaches its temporary folder through a link, Windows by a short name.
  base = await realpath(await mkdtemp(path.join(tmpdir(), 'app-protocol-')));
  root = path.join(base, 'renderer');
  await mkdir(path.join(root, 'assets'), { recursive: true });
  await mkdir(path.join(base, 'renderer-secret'));
  await writeFile(path.join(root, 'index.html'), '<!doctype html>');
  await writeFile(path.join(root, 'assets/main.js'), 'export {};');
  await writeFile(path.join(root, 'assets/notes.txt'), 'not for the page');
  await writeFile(path.join(root, 'assets/..odd.js'), 'export {};');
  await writeFile(path.join(base, 'outside.js'), 'secret');
  await writeFile(path.join(base, 'renderer-secret/key.js'), 'secret');
  await symlink(path.join(base, 'outside.js'), path.join(root, 'assets/link.js'));
  await symlink(base, path.join(root, 'assets/up'));
});

afterAll(async () => {
  await rm(base, { recursive: true, force: true });
});

describe('resolveAppFile', () => {
  it.each([
    ['app://console/', 'index.html'],
    ['app://console/index.html?x=1#y', 'index.html'],
    ['app://console/assets/main.js', 'assets/main.js'],
    ['app://console/assets/%6dain.js', 'assets/main.js'],
    ['app://console/assets/../index.html', 'index.html'],
    ['app://console/assets/..odd.js', 'assets/..odd.js'],
  ])('serves %s', async (url, expected) => {
    expect(await resolveAppFile(root, url)).toBe(path.join(root, expected));
  });

  it.each([
    ['climbing out', 'app://console/../outside.js'],
    ['climbing out, encoded', 'app://console/%2e%2e/outside.js'],
    ['climbing out, slash encoded', 'app://console/..%2foutside.js'],
    ['climbing out, backslash', 'app://console/..%5coutside.js'],
    ['a sibling that begins with the same name', 'app://console/..%2frenderer-secret%2fkey.js'],
    ['a link that leads outside', 'app://console/assets/link.js'],
    ['a folder link that leads outside', 'app://console/assets/up/outside.js'],
    ['a NUL byte', 'app://console/index.html%00.js'],
    ['a drive', 'app://console/C:/Windows/win.js'],
    ['a drive, encoded', 'app://console/C%3a%2fWindows%2fwin.js'],
    ['a second stream of a file', 'app://console/index.html::$DATA'],
    ['a network share', 'app://console//server/share/x.js'],
    ['a broken escape', 'app://console/%zz'],
    ['a type the page has no use for', 'app://console/assets/notes.txt'],
    ['a folder', 'app://console/assets'],
    ['a missing file', 'app://console/nothing.js'],
    ['another host', 'app://other/index.html'],
    ['another scheme', 'file:///etc/passwd'],
  ])('refuses %s', async (_why, url) => {
    expect(await resolveAppFile(root, url)).toBeNull();
  });
});

describe('serveAppFile', () => {
  it('sends the policy and the type with every file', async () => {
    const response = await serveAppFile(root, { method: 'GET', url: 'app://console/' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('answers a refusal with the policy too', async () => {
    const response = await serveAppFile(root, { method: 'GET', url: 'app://console/none.js' });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('knows GET only', async () => {
    expect((await serveAppFile(root, { method: 'POST', url: 'app://console/' })).status).toBe(405);
  });
});
