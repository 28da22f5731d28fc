import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectAccessible } from './support/accessibility.ts';
import { eventLine } from './support/audit-files.ts';
import { answerDialogs } from './support/files.ts';
import { expect, test } from './support/fixtures.ts';

test('an import, its result and an export pass axe', async ({ consoleOf, place }) => {
  const file = join(place.temp, 'march.ndjson');
  const target = join(place.temp, 'out');
  mkdirSync(target);
  writeFileSync(file, [eventLine('axe-a', Date.UTC(2024, 1, 28)), '{', '[1]'].join('\n'));
  const running = await consoleOf('ruth.okonkwo');
  const { page } = running;
  const job = page.getByRole('complementary', { name: 'Job' });
  const grid = page.getByRole('grid', { name: 'Lines of the result' });

  await test.step('what was picked', async () => {
    await page.keyboard.press('Control+3');
    await answerDialogs(running, [file, place.temp]);
    await page.getByRole('button', { name: 'Import files…' }).click();
    await expect(page.getByRole('dialog', { name: /^Import .*\?$/u })).toBeVisible();
    await expectAccessible(page, 'offer');
    await page.getByRole('button', { name: 'Not now' }).press('Enter');
  });

  await test.step('its result', async () => {
    await answerDialogs(running, [file]);
    await page.getByRole('button', { name: 'Import files…' }).click();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await expect(job.locator('header')).toContainText('Done', { timeout: 60_000 });
    await grid.focus();
    await page.keyboard.press('Home');
    await expect(grid.getByRole('row', { selected: true })).toHaveCount(1);
    await expectAccessible(page, 'job with lines');
  });

  await test.step('out again', async () => {
    await answerDialogs(running, [target]);
    await page.getByRole('button', { name: 'Export what came in…' }).click();
    await page.getByRole('button', { name: 'Choose a folder…' }).click();
    await expect(page.getByRole('button', { name: 'Another folder…' })).toBeVisible();
    await expectAccessible(page, 'export');
    await page.getByRole('button', { name: 'Export unencrypted' }).click();
    await expect(page.getByRole('table', { name: 'Long work' }).getByRole('row')).toHaveCount(3);
    await expectAccessible(page, 'list of work');
  });
});
