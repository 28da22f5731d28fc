import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isSecureOrLoopback } from '../../../shared/domain/settings.ts';
import { loadSettings } from './load-settings.ts';

const GOOD = {
  label: 'North clinic',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_Abc123',
  clientId: '1example23456789',
  fhirBaseUrl: 'https://fhir.example.org/r4',
};

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'settings-'));
  file = path.join(folder, 'settings.json');
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('loadSettings', () => {
  it('reads a file, with or without a byte order mark', async () => {
    await writeFile(file, JSON.stringify(GOOD));
    expect(await loadSettings(file)).toMatchObject(GOOD);
    await writeFile(file, `\uFEFF${JSON.stringify(GOOD)}`);
    expect(await loadSettings(file)).toMatchObject(GOOD);
  });

  it('says that there is none', async () => {
    await expect(loadSettings(path.join(folder, 'none.json'))).rejects.toMatchObject({
      code: 'settings/missing',
    });
  });

  it.each([
    ['no JSON', '{', undefined],
    ['a wrong field', JSON.stringify({ ...GOOD, region: 'x' }), 'region'],
    ['an unknown field', JSON.stringify({ ...GOOD, secretKey: 'x' }), 'secretKey'],
    ['a missing field', JSON.stringify({ ...GOOD, clientId: undefined }), 'clientId'],
  ])('refuses %s and names the field', async (_what, text, fields) => {
    await writeFile(file, text);
    await expect(loadSettings(file)).rejects.toMatchObject({
      code: 'settings/invalid',
      ...(fields === undefined ? {} : { detail: { fields } }),
    });
  });
});

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

it('takes no address for loopback that a URL parser would lead elsewhere', () => {
  const piece = fc.constantFrom(
    'localhost',
    '127.0.0.1',
    '[::1]',
    'evil.example',
    '@',
    '\\',
    '/',
    ':',
    '#',
    '?',
    '.',
    '%2e',
    '\t',
    '\u3002',
    '80',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const url = `http://${pieces.join('')}`;
      const host = URL.parse(url)?.hostname;
      // What does not parse leads nowhere; the schema's own z.url refuses it.
      return !isSecureOrLoopback(url) || host === undefined || LOOPBACK.test(host);
    }),
    { numRuns: 5_000 },
  );
});
