import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { HOSTILE_STRINGS, hostileEvent } from '../electron/engine/import/testing/hostile-strings.ts';
import { answerDialogs } from './support/files.ts';
import { expect, test } from './support/fixtures.ts';
import { rowsOf, trailOf } from './support/trail.ts';

const SLOW_MS = 120_000;
/** Elements that text would have to become to do harm, and that the page makes none of. */
const FOREIGN_ELEMENTS =
  'img, iframe, object, embed, video, audio, a, form, script:not([src]), base, b, [onerror], [onload]';

/** Everything that is no text any more: scripts that ran, windows, elements, a wider page. */
async function harmOn(page: Page): Promise<unknown> {
  return page.evaluate(
    (elements) => ({
      ran: (window as { readonly hostile?: number }).hostile ?? 0,
      elements: [...document.querySelectorAll(elements)].map(({ outerHTML }) => outerHTML.slice(0, 200)),
      scrollsSideways: document.documentElement.scrollWidth > innerWidth,
      title: document.title,
    }),
    FOREIGN_ELEMENTS,
  );
}

test('whatever stands in an event or in the name of its file is shown as text, and as nothing else', async ({
  consoleOf,
  place,
}) => {
  test.setTimeout(600_000);
  const source = join(place.temp, 'from elsewhere');
  mkdirSync(source);
  // No name of a file holds a slash, nor a NUL.
  const names = HOSTILE_STRINGS.map(([, text]) => text.replaceAll(/[/\0]/gu, '').toWellFormed().slice(0, 40));
  for (const [index, [, text]] of HOSTILE_STRINGS.entries()) {
    const event = hostileEvent(
      `hostile-${index}`,
      text,
      `2031-01-01T00:00:${String(index).padStart(2, '0')}Z`,
    );
    writeFileSync(join(source, `${index} ${names[index]}.ndjson`), `${event}\n{"bad":\n`);
  }
  const running = await consoleOf('ruth.okonkwo');
  const { page } = running;
  const said: string[] = [];
  page.on('dialog', (dialog) => {
    said.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => said.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  const rail = page.getByRole('navigation', { name: 'Desks' });
  const clean = await harmOn(page);

  await test.step('the lines of the result', async () => {
    await rail.getByRole('button', { name: 'Import & export' }).click();
    await answerDialogs(running, [source]);
    await page.getByRole('button', { name: 'Import a folder…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
    const job = page.getByRole('complementary', { name: 'Job' });
    await expect(job.locator('header')).toContainText('Done', { timeout: SLOW_MS });
    const lines = page.getByRole('grid', { name: 'Lines of the result' });
    await expect(lines.getByRole('row').nth(1)).toBeVisible();
    await lines.getByRole('row').nth(3).click();
    expect(await harmOn(page)).toEqual(clean);
  });

  await test.step('the trail, each event explained and raw', async () => {
    await rail.getByRole('button', { name: 'Audit trail' }).click();
    await expect(rowsOf(page).first()).toBeVisible();
    await trailOf(page).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary', { name: 'Event' });
    for (let index = HOSTILE_STRINGS.length - 1; index >= 0; index -= 1) {
      await panel.getByRole('tab', { name: 'Explained' }).click();
      await expect(panel.getByText(`hostile-${index}, version not stated`)).toBeAttached();
      expect(await harmOn(page)).toEqual(clean);
      await panel.getByRole('tab', { name: 'Raw' }).click();
      await expect(panel.getByRole('region', { name: 'Raw event' })).toContainText('AuditEvent');
      expect(await harmOn(page)).toEqual(clean);
      await panel.getByRole('button', { name: 'Next event' }).click();
    }
  });
  expect(said).toEqual([]);
});
