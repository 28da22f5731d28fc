import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FromEngine } from '../../ipc/engine-messages.ts';
import { MAX_SETTINGS_BYTES } from '../settings/parse-settings.ts';
import { Chooser, chooseSettingsFile } from './chooser.ts';
import { fileHandlers } from './file-handlers.ts';
import { Offers } from './offers.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'chooser-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('asking the main process', () => {
  it('pairs each answer with its question', async () => {
    const sent: FromEngine[] = [];
    const chooser = new Chooser((message) => sent.push(message));
    const files = chooser.choose('import-files');
    const into = chooser.choose('export-folder');
    expect(sent).toEqual([
      { kind: 'choose', id: 1, what: 'import-files' },
      { kind: 'choose', id: 2, what: 'export-folder' },
    ]);
    chooser.chosen(2, ['/b']);
    chooser.chosen(1, null);
    chooser.chosen(1, ['/late']);
    chooser.chosen(99, ['/unknown']);
    expect(await files).toBeNull();
    expect(await into).toEqual(['/b']);
  });

  it('takes an empty choice for none', async () => {
    const chooser = new Chooser(() => undefined);
    const files = chooser.choose('import-files');
    chooser.chosen(1, []);
    expect(await files).toBeNull();
  });
});

describe('the calls', () => {
  it.each([
    ['files', 'import-files'],
    ['folder', 'import-folder'],
  ] as const)('imports.choose %s shows %s', async (what, shown) => {
    const asked: string[] = [];
    const offers = new Offers(Date.now);
    const handlers = fileHandlers({
      choose: async (which) => {
        asked.push(which);
        return [folder];
      },
      offers: () => offers,
    });
    const offer = await handlers['imports.choose']({ what });
    expect(asked).toEqual([shown]);
    expect(offers.take(offer?.offerId ?? '', 'import').paths).toEqual([folder]);
  });

  it('exports.choose offers the folder for an export only', async () => {
    const offers = new Offers(Date.now);
    const handlers = fileHandlers({ choose: async () => [folder], offers: () => offers });
    const offer = await handlers['exports.choose']({});
    expect(() => offers.take(offer?.offerId ?? '', 'import')).toThrow('no such offer');
    expect(offers.take(offer?.offerId ?? '', 'export').paths).toEqual([folder]);
  });

  it('answer null where the dialog was closed', async () => {
    const handlers = fileHandlers({ choose: async () => null, offers: () => new Offers(Date.now) });
    expect(await handlers['imports.choose']({ what: 'files' })).toBeNull();
    expect(await handlers['exports.choose']({})).toBeNull();
  });

  it('give what was picked to the session that asked, not to the one that is open by then', async () => {
    const before = new Offers(Date.now);
    const after = new Offers(Date.now);
    let open = before;
    const picked = Promise.withResolvers<readonly string[]>();
    const handlers = fileHandlers({ choose: async () => picked.promise, offers: () => open });
    const choosing = handlers['imports.choose']({ what: 'files' });
    before.close();
    open = after;
    picked.resolve([folder]);
    await expect(choosing).rejects.toMatchObject({ code: 'files/offer-expired' });
  });
});

describe('a settings file', () => {
  const choosing = (name: string) => async (): Promise<readonly string[]> => [path.join(folder, name)];

  it('is read, and its folder is not told', async () => {
    await writeFile(path.join(folder, 'pool.json'), '{}');
    const file = await chooseSettingsFile(choosing('pool.json'));
    expect(file?.name).toBe('pool.json');
    expect(Buffer.from(file?.bytes ?? []).toString()).toBe('{}');
  });

  it('may be behind a link, for a person picked it', async () => {
    await writeFile(path.join(folder, 'pool.json'), '{}');
    await symlink('pool.json', path.join(folder, 'link.json'));
    expect((await chooseSettingsFile(choosing('link.json')))?.bytes).toHaveLength(2);
  });

  it('is null where the dialog was closed', async () => {
    expect(await chooseSettingsFile(async () => null)).toBeNull();
  });

  it('is refused where it is absent, a folder or too large', async () => {
    await writeFile(path.join(folder, 'large.json'), Buffer.alloc(MAX_SETTINGS_BYTES + 1));
    for (const name of ['absent.json', '.', 'large.json']) {
      await expect(chooseSettingsFile(choosing(name))).rejects.toMatchObject({ code: 'files/unreadable' });
    }
  });

  it.skipIf(process.platform === 'win32')('does not wait for a pipe', async () => {
    execFileSync('mkfifo', [path.join(folder, 'pipe.json')]);
    await expect(chooseSettingsFile(choosing('pipe.json'))).rejects.toMatchObject({
      code: 'files/unreadable',
    });
  });
});
