import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright';
import type { Job } from '../shared/domain/jobs.ts';
import { eventLine, eventText, filesOf, sha256 } from './support/audit-files.ts';
import { caughtUp, firstRow, unlock } from './support/desk.ts';
import { enginePid } from './support/engine-pid.ts';
import { answerDialogs, dropFiles } from './support/files.ts';
import { expect, test } from './support/fixtures.ts';

const OFFICER = 'ruth.okonkwo';
const FROM_MS = Date.UTC(2024, 1, 28);
const SLOW_MS = 120_000;

async function openDesk(page: Page): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Desks' })
    .getByRole('button', { name: 'Import & export' })
    .click();
}

/** One of the counts beside the list, by its word. */
async function countOf(page: Page, word: string): Promise<number> {
  const job = page.getByRole('complementary', { name: 'Job' });
  const text = await job.getByRole('term').filter({ hasText: word }).locator('+ dd').textContent();
  return Number(text?.replaceAll(',', ''));
}

/** Waits until the job beside the list has ended. */
async function ended(page: Page, words: string): Promise<void> {
  const job = page.getByRole('complementary', { name: 'Job' });
  await expect(job.getByRole('banner').or(job.locator('header'))).toContainText(words, { timeout: SLOW_MS });
}

async function jobsOf(page: Page): Promise<readonly Job[]> {
  return page.evaluate(async () => {
    const answer = await window.medminder.call('jobs.list', {});
    return answer.ok ? answer.value : [];
  });
}

test('files chosen by a button go in, and what is wrong is told line by line', async ({
  consoleOf,
  place,
}) => {
  const file = join(place.temp, 'march.ndjson');
  const lines = ['a', 'b', 'c'].map((id, n) => eventLine(`import-${id}`, FROM_MS + n));
  writeFileSync(
    file,
    [lines[0], '{"resourceType":"AuditEvent"', lines[1], '[1,2]', lines[2], lines[0]].join('\n'),
  );
  const running = await consoleOf(OFFICER);
  const { page } = running;
  await openDesk(page);
  await answerDialogs(running, [file]);
  await page.getByRole('button', { name: 'Import files…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import 1 file?' });
  await expect(dialog.getByRole('listitem').first()).toContainText('march.ndjson');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await ended(page, 'Done');
  expect(await countOf(page, 'Accepted')).toBe(3);
  expect(await countOf(page, 'Known already')).toBe(1);
  expect(await countOf(page, 'Refused')).toBe(2);
  const grid = page.getByRole('grid', { name: 'Lines of the result' });
  await expect(grid.getByRole('row').filter({ hasText: 'march.ndjson' })).toHaveCount(2);
  await expect(grid.getByRole('row').nth(1)).toContainText(/line 2\b/iu);
  await expect(grid.getByRole('row').nth(2)).toContainText(/line 4\b/iu);
  expect(await page.content()).not.toContain(place.temp);
});

test('a dropped folder goes in, and comes out again byte for byte', async ({ consoleOf, place }) => {
  const source = join(place.temp, 'from the archive');
  const target = join(place.temp, 'out');
  mkdirSync(join(source, 'inner'), { recursive: true });
  mkdirSync(target);
  const texts = Array.from({ length: 60 }, (_, n) => eventText(`drop-${n}`, FROM_MS + n * 1000));
  const [single, bundled, zipped] = [texts.slice(0, 1), texts.slice(1, 30), texts.slice(30)];
  writeFileSync(join(source, 'single.json'), single.join(''));
  const entries = bundled.map((text) => `{"resource" :${text}}`).join(',\n');
  writeFileSync(
    join(source, 'bundle.json'),
    `{"resourceType":"Bundle","entry":[${entries}],"type":"collection"}`,
  );
  const lines = zipped.map((text) => text.replaceAll(/\n\s*/gu, ' '));
  writeFileSync(join(source, 'inner', 'lines.ndjson.gz'), gzipSync(lines.join('\n')));

  const running = await consoleOf(OFFICER);
  const { page } = running;
  const scripts: string[] = [];
  page.on('dialog', (dialog) => {
    scripts.push(dialog.message());
    void dialog.dismiss();
  });
  await caughtUp(page);
  await firstRow(page);
  await dropFiles(page, [source]);
  const dialog = page.getByRole('dialog', { name: 'Import 1 folder?' });
  await expect(dialog.getByRole('listitem').first()).toContainText('from the archive');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await ended(page, 'Done');
  expect(await countOf(page, 'Accepted')).toBe(texts.length);

  await test.step('out again', async () => {
    await answerDialogs(running, [target]);
    await page.getByRole('button', { name: 'Export what came in…' }).click();
    const sheet = page.getByRole('dialog', { name: 'Export audit events' });
    await sheet.getByRole('button', { name: 'Choose a folder…' }).click();
    await sheet.getByRole('button', { name: 'Export unencrypted' }).click();
    await expect
      .poll(async () => (await jobsOf(page)).map(({ kind, state }) => `${kind} ${state}`), {
        timeout: SLOW_MS,
      })
      .toEqual(['export done', 'import done']);
    const due = [...single, ...bundled, ...lines].map((text) => [sha256(text), text] as const);
    expect(filesOf(target)).toEqual(new Map(due));
  });

  await test.step('text of events stays text', async () => {
    await page
      .getByRole('navigation', { name: 'Desks' })
      .getByRole('button', { name: 'Audit trail' })
      .click();
    await page.keyboard.press('/');
    await page.keyboard.type('drop-7');
    await expect(page.getByRole('grid', { name: 'Audit events' }).getByRole('row').nth(1)).toContainText(
      'onerror',
    );
    expect(scripts).toEqual([]);
    await expect(page.locator('img[src="x"]')).toHaveCount(0);
  });
});

test('an import goes on after its process was killed, and counts each event once', async ({
  clinic,
  consoleOf,
  place,
}) => {
  test.setTimeout(300_000);
  const COUNT = 20_000;
  const file = join(place.temp, 'large.ndjson');
  const out = createWriteStream(file);
  for (let n = 0; n < COUNT; n++) out.write(`${eventLine(`kill-${n}`, FROM_MS + n * 100)}\n`);
  out.end('this line is no event\n');
  await finished(out);

  const running = await consoleOf(OFFICER);
  const { app, page } = running;
  const { password } = await clinic.personOf(OFFICER);
  await openDesk(page);
  await answerDialogs(running, [file]);
  await page.getByRole('button', { name: 'Import files…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
  const accepted = async (): Promise<number> => (await jobsOf(page))[0]?.counts.accepted ?? 0;
  await expect.poll(accepted, { timeout: SLOW_MS, intervals: [50] }).toBeGreaterThan(0);

  process.kill(enginePid(app.process().pid!), 'SIGKILL');
  await expect(page.getByRole('heading', { name: 'This desk is locked' })).toBeVisible();
  await unlock(page, password);
  await openDesk(page);
  await expect.poll(async () => (await jobsOf(page))[0]?.state, { timeout: SLOW_MS }).toBe('done');
  const [job] = await jobsOf(page);
  expect(job?.counts).toEqual({ accepted: COUNT, duplicate: 0, refused: 1, remarked: 0 });
  expect(job?.resumptions).toBe(1);
  await page.getByRole('button', { name: /large\.ndjson/u }).click();
  await expect(page.getByRole('complementary', { name: 'Job' })).toContainText('once, and went on by itself');
});

for (const username of ['teresa.villalobos', 'sam.whitaker']) {
  test(`${username} sees nothing of it`, async ({ consoleOf, place }) => {
    const file = join(place.temp, 'a.ndjson');
    writeFileSync(file, eventLine('a', FROM_MS));
    const { page } = await consoleOf(username);
    const rail = page.getByRole('navigation', { name: 'Desks' });
    await expect(rail.getByRole('button', { name: 'This desk' })).toBeVisible();
    await expect(rail.getByRole('button', { name: 'Import & export' })).toHaveCount(0);
    await dropFiles(page, [file]);
    const refused = await page.evaluate(async () => {
      const answers = [
        await window.medminder.call('jobs.list', {}),
        await window.medminder.call('imports.choose', { what: 'files' }),
      ];
      return answers.map((answer) => (answer.ok ? 'ok' : answer.error.code));
    });
    expect(refused).toEqual(['auth/forbidden', 'auth/forbidden']);
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
}
