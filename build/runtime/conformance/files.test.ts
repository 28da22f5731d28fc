import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startFixture } from './support.ts';
import type { Fixture, MainGlobals } from './support.ts';

interface Seen {
  readonly names: readonly string[];
  readonly target: string;
  readonly place: readonly number[];
}

let fixture: Fixture;
let folder: string;
let files: readonly string[];
beforeAll(async () => {
  fixture = await startFixture();
  folder = mkdtempSync(path.join(tmpdir(), 'runtime-files-'));
  files = ['a.ndjson', 'ü 文 \'"$(x)`.json'].map((name) => path.join(folder, name));
  for (const file of files) writeFileSync(file, '{}');
  mkdirSync(path.join(folder, 'inner'));
});
afterAll(async () => {
  await fixture.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A person's drop, as Chromium itself makes it of the system's. */
async function drop(paths: readonly string[]): Promise<void> {
  const session = await fixture.page.context().newCDPSession(fixture.page);
  const box = (await fixture.page.getByRole('button').boundingBox())!;
  const at = { x: Math.round(box.x + 3), y: Math.round(box.y + 3) };
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...at, data });
  await session.detach();
}

describe('dropped files', () => {
  beforeEach(async () => {
    await fixture.app.evaluate(() => {
      (globalThis as unknown as MainGlobals).log = [];
    });
    await fixture.page.evaluate(() => {
      const seen: Seen[] = [];
      Object.assign(globalThis, { seen });
      document.addEventListener('drop', (event) => {
        const names = [...(event.dataTransfer?.files ?? [])].map((file) => file.name);
        const target = (event.target as Element).id;
        seen.push({ names, target, place: [Math.round(event.clientX), Math.round(event.clientY)] });
      });
    });
  });

  const dropped = async (): Promise<unknown> => (await fixture.noted('dropped'))['files'];
  const seen = async (): Promise<readonly Seen[]> =>
    fixture.page.evaluate(() => (globalThis as unknown as { seen: Seen[] }).seen);

  it('have their paths in the preload', async () => {
    await drop(files);
    expect(await dropped()).toEqual(files.map((file) => [path.basename(file), file]));
  });

  it('may be folders', async () => {
    const inner = path.join(folder, 'inner');
    await drop([inner]);
    expect(await dropped()).toEqual([['inner', inner]]);
  });

  it('may be many', async () => {
    const many = Array.from({ length: 500 }, (_, n) => path.join(folder, `inner/${n}.json`));
    for (const file of many) writeFileSync(file, '{}');
    await drop(many);
    expect(await dropped()).toEqual(many.map((file) => [path.basename(file), file]));
  });

  it('are seen by the page once, where they were dropped, and open nothing', async () => {
    const { url } = { url: fixture.page.url() };
    await drop(files);
    await dropped();
    await expect.poll(seen).toHaveLength(1);
    const [first] = await seen();
    expect(first).toMatchObject({ names: files.map((file) => path.basename(file)), target: 'go' });
    expect(fixture.page.url()).toBe(url);
    expect(await fixture.count('dropped')).toBe(1);
  });

  it('have no path when the page has made them', async () => {
    await fixture.page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['{}'], 'passwd'));
      document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
    });
    expect(await dropped()).toEqual([['passwd', '']]);
  });

  it('have no path when the page has copied them', async () => {
    await fixture.page.evaluate(() => {
      document.addEventListener(
        'drop',
        (event) => {
          const dataTransfer = new DataTransfer();
          for (const file of event.dataTransfer?.files ?? [])
            dataTransfer.items.add(new File([file], file.name));
          const again = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer });
          document.body.dispatchEvent(again);
        },
        { once: true },
      );
    });
    await drop([files[0]!]);
    await expect.poll(async () => fixture.count('dropped')).toBe(2);
    const log = (await fixture.log()).filter(({ name }) => name === 'dropped');
    expect(log.map((entry) => entry['files'])).toEqual([[['a.ndjson', files[0]]], [['a.ndjson', '']]]);
  });
});

describe('a dialog', () => {
  const choose = async (options: Electron.OpenDialogOptions): Promise<unknown> =>
    fixture.app.evaluate(
      async (_electron, given) => (globalThis as unknown as MainGlobals).choose(given),
      options,
    );

  it('is closed at once without a screen', async () => {
    expect(await choose({ title: 'x', properties: ['openFile'] })).toEqual({ canceled: true, filePaths: [] });
  });

  it('refuses by name what it could not honour', async () => {
    await expect(choose({ defaultPath: '/' })).rejects.toThrow('option defaultPath is not part of');
    await expect(choose({ properties: ['showHiddenFiles'] })).rejects.toThrow('property showHiddenFiles');
  });

  it('can be answered by a test, as with Electron', async () => {
    await fixture.app.evaluate(
      ({ dialog }, filePaths) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths });
      },
      [...files],
    );
    expect(await choose({ properties: ['openFile', 'multiSelections'] })).toEqual({
      canceled: false,
      filePaths: files,
    });
  });
});
