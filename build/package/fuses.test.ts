import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { burnFuses, FUSES, readFuses, wrongFuses } from './fuses.ts';
import { makeStub } from './stub.ts';

let folder = '';
let binary = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fuses-'));
  binary = path.join(folder, 'electron');
  makeStub(folder, '45.0.0');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('burns every fuse as it is written down', async () => {
  expect(wrongFuses(await readFuses(binary))).toContain('RunAsNode');
  await burnFuses(binary, { signed: true });
  expect(await readFuses(binary)).toEqual(FUSES);
  expect(wrongFuses(await readFuses(binary))).toEqual([]);
});

it('refuses a binary with a fuse that nobody decided on', async () => {
  makeStub(folder, '46.0.0', '1011000111');
  await expect(burnFuses(binary, { signed: true })).rejects.toThrow(/10 fuses/u);
  expect(wrongFuses(await readFuses(binary))).toContain('9');
});

it('refuses a binary without fuses', async () => {
  writeFileSync(binary, 'no program');
  await expect(burnFuses(binary, { signed: true })).rejects.toThrow(/sentinel/u);
});

it('notices one fuse flipped back', async () => {
  await burnFuses(binary, { signed: true });
  const content = readFileSync(binary);
  const at = content.indexOf('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX') + 32 + 2;
  content[at + 3] = '1'.charCodeAt(0);
  writeFileSync(binary, content);
  expect(wrongFuses(await readFuses(binary))).toEqual(['EnableNodeCliInspectArguments']);
});
