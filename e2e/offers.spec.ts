import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { FileOffer } from '../shared/domain/jobs.ts';
import { caughtUp, firstRow } from './support/desk.ts';
import { answerDialogs, dropFiles } from './support/files.ts';
import { expect, test } from './support/fixtures.ts';
import type { Place } from './support/fixtures.ts';

/** A folder with a file, a link, and a secret name in its path that the page must never see. */
function someFiles({ temp }: Place): {
  readonly file: string;
  readonly folder: string;
  readonly secret: string;
} {
  const secret = 'Zebulon-4711';
  const folder = join(temp, secret, 'exports');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'a.ndjson');
  writeFileSync(file, '{}\n');
  symlinkSync('/etc/passwd', join(folder, 'link'));
  return { file, folder, secret };
}

/** Notes from now on what the page is offered. */
async function noteOffers(page: Page): Promise<() => Promise<readonly FileOffer[]>> {
  await page.evaluate(() => {
    const offers: unknown[] = [];
    Object.assign(window, { offers });
    window.medminder.listen('imports.offered', (offer) => offers.push(offer));
  });
  return async () => page.evaluate(() => (window as unknown as { offers: FileOffer[] }).offers);
}

/** What came of a call that the page made on its own. */
async function codeOf(
  page: Page,
  name: 'imports.choose' | 'exports.choose',
  request: object,
): Promise<string> {
  return page.evaluate(
    async ([call, body]) => {
      const answer = await window.medminder.call(call, body as never);
      return answer.ok ? 'ok' : answer.error.code;
    },
    [name, request] as const,
  );
}

test('a drop is offered to a compliance officer by its names, never by its path', async ({
  consoleOf,
  place,
}) => {
  const { file, folder, secret } = someFiles(place);
  const { page } = await consoleOf('ruth.okonkwo');
  await caughtUp(page);
  await firstRow(page);
  const url = page.url();
  const offers = await noteOffers(page);
  await dropFiles(page, [file, folder, join(folder, 'link')]);
  await expect.poll(offers).toHaveLength(1);
  const [offer] = await offers();
  expect(offer?.entries).toEqual([
    { name: 'a.ndjson', kind: 'file', bytes: 3 },
    { name: 'exports', kind: 'folder', bytes: null },
    { name: 'link', kind: 'file', bytes: '/etc/passwd'.length },
  ]);
  expect(JSON.stringify(offer)).not.toContain(secret);
  expect(await page.content()).not.toContain(secret);
  expect(page.url()).toBe(url);
});

test('a page cannot offer what nobody dropped', async ({ consoleOf, place }) => {
  const { file } = someFiles(place);
  const { page } = await consoleOf('ruth.okonkwo');
  await caughtUp(page);
  await firstRow(page);
  const offers = await noteOffers(page);
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['{}'], '/etc/passwd'));
    document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
  });
  // The one that a person drops afterwards is the only one.
  await dropFiles(page, [file]);
  await expect.poll(offers).toHaveLength(1);
  expect((await offers()).flatMap(({ entries }) => entries.map(({ name }) => name))).toEqual(['a.ndjson']);
  expect(await page.evaluate(() => Object.keys(window.medminder).sort())).toEqual(['call', 'listen']);
});

test('a dialog offers what was picked, or nothing where it was closed', async ({ consoleOf, place }) => {
  const { folder, secret } = someFiles(place);
  const running = await consoleOf('ruth.okonkwo');
  const { page } = running;
  const choose = async (): Promise<unknown> =>
    page.evaluate(async () => window.medminder.call('imports.choose', { what: 'folder' }));
  await answerDialogs(running, []);
  expect(await choose()).toEqual({ ok: true, value: null });
  await answerDialogs(running, [folder]);
  const answer = await choose();
  expect(answer).toMatchObject({ ok: true, value: { entries: [{ name: 'exports', kind: 'folder' }] } });
  expect(JSON.stringify(answer)).not.toContain(secret);
});

for (const username of ['teresa.villalobos', 'sam.whitaker']) {
  test(`${username} is offered nothing`, async ({ consoleOf, place }) => {
    const { file } = someFiles(place);
    const running = await consoleOf(username);
    const { page } = running;
    let shown = 0;
    await running.app.evaluate(({ dialog }) => {
      Object.assign(globalThis, { shown: 0 });
      dialog.showOpenDialog = async () => {
        (globalThis as unknown as { shown: number }).shown += 1;
        return { canceled: false, filePaths: ['/etc/passwd'] };
      };
    });
    const offers = await noteOffers(page);
    await dropFiles(page, [file]);
    expect(await codeOf(page, 'imports.choose', { what: 'files' })).toBe('auth/forbidden');
    expect(await codeOf(page, 'exports.choose', {})).toBe('auth/forbidden');
    expect(await offers()).toEqual([]);
    shown = await running.app.evaluate(() => (globalThis as unknown as { shown: number }).shown);
    expect(shown).toBe(0);
  });
}
