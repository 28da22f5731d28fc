import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inProject } from '../setup/paths.mjs';
import { nativeFor } from './native.ts';

const sqlite = (name: string): Buffer =>
  readFileSync(inProject('node_modules', 'better-sqlite3', 'prebuilds', `${name}.node`));

it.each([
  ['linux-x64', 'linux', 'x64'],
  ['linux-arm64', 'linux', 'arm64'],
  ['linuxmusl-x64', 'linux-musl', 'x64'],
  ['win32-x64', 'win32', 'x64'],
  ['win32-arm64', 'win32', 'arm64'],
  ['darwin-x64', 'darwin', 'x64'],
  ['darwin-arm64', 'darwin', 'arm64'],
])('reads %s from the file itself', (name, platform, arch) => {
  expect(nativeFor(sqlite(name))).toEqual({ platform, arch });
});

it.each([
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('x'.repeat(100))],
  ['a DOS program without a PE header', Buffer.from(`MZ${'\0'.repeat(100)}`)],
  ['a header that points behind the end', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(98, 0xff)])],
])('does not guess at %s', (_what, content) => {
  expect(nativeFor(content)).toEqual({ platform: 'unknown', arch: 'other' });
});
