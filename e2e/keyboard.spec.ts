import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventLine } from './support/audit-files.ts';
import { caughtUp } from './support/desk.ts';
import { answerDialogs } from './support/files.ts';
import { expect, test } from './support/fixtures.ts';
import { rowsOf, trailOf } from './support/trail.ts';

test('everything can be reached and done by keyboard', async ({ consoleOf }) => {
  const { page } = await consoleOf('teresa.villalobos');
  await caughtUp(page);
  await expect.poll(async () => await rowsOf(page).count()).toBeGreaterThan(10);
  const selected = page.getByRole('row', { selected: true });

  await test.step('Tab goes through rail, bar, filters and list, and traps nobody', async () => {
    await page.getByRole('button', { name: 'Audit trail' }).focus();
    const reached: string[] = [];
    for (let stop = 0; stop < 30; stop += 1) {
      await page.keyboard.press('Tab');
      reached.push(
        await page.evaluate(() => {
          const { activeElement: at } = document;
          return at?.getAttribute('aria-label') ?? at?.textContent ?? '';
        }),
      );
    }
    for (const name of [
      'My actions',
      'Command palette',
      'Search text',
      'Person',
      'Outcome',
      'Audit events',
    ]) {
      expect(reached).toContain(name);
    }
    expect(reached).toContain('Audit trail');
  });

  await test.step('the list moves by arrows, j and k, pages and ends', async () => {
    await trailOf(page).focus();
    const rowIndex = async (): Promise<number> => Number(await selected.getAttribute('aria-rowindex'));
    await page.keyboard.press('Home');
    await expect.poll(rowIndex).toBe(2);
    await page.keyboard.press('j');
    await page.keyboard.press('ArrowDown');
    await expect.poll(rowIndex).toBe(4);
    await page.keyboard.press('k');
    await expect.poll(rowIndex).toBe(3);
    await page.keyboard.press('PageDown');
    await expect.poll(rowIndex).toBeGreaterThan(10);
    await page.keyboard.press('End');
    await expect.poll(rowIndex).toBeGreaterThan(50);
    await expect(selected).toBeInViewport();
    await page.keyboard.press('Home');
    await expect.poll(rowIndex).toBe(2);
    await expect(trailOf(page)).toHaveAttribute(
      'aria-activedescendant',
      (await selected.getAttribute('id'))!,
    );
  });

  await test.step('the palette does what it names, and the focus comes back', async () => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What do you want to do?').fill('utc');
    await page.keyboard.press('Enter');
    await expect(page.getByText('UTC', { exact: true })).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What do you want to do?').fill('last 7');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Remove filter Time: Last 7 days' })).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What do you want to do?').fill('this desk');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'This desk' })).toBeVisible();
  });

  await test.step('? lists the keys, Esc closes it', async () => {
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(sheet.getByText('Move by a page')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
  });
});

test('files go in and out by keyboard alone', async ({ consoleOf, place }) => {
  const file = join(place.temp, 'march.ndjson');
  const target = join(place.temp, 'out');
  mkdirSync(target);
  writeFileSync(file, [eventLine('key-a', Date.UTC(2024, 1, 28)), '{', '[1]'].join('\n'));
  const running = await consoleOf('ruth.okonkwo');
  const { page } = running;
  const press = async (key: string): Promise<void> => page.keyboard.press(key);
  /** Tab from where the focus is to a control of that name, as a person would. */
  const tabTo = async (name: RegExp): Promise<void> => {
    for (let stop = 0; stop < 40; stop += 1) {
      await press('Tab');
      const reached = await page.evaluate(() => {
        const { activeElement: at } = document;
        return at?.getAttribute('aria-label') ?? at?.textContent ?? '';
      });
      if (name.test(reached)) return;
    }
    throw new Error(`Tab does not come to ${String(name)}.`);
  };
  const job = page.getByRole('complementary', { name: 'Job' });

  await test.step('in', async () => {
    await press('Control+3');
    await expect(
      page.getByRole('heading', { name: 'Nothing has been imported or exported yet' }),
    ).toBeVisible();
    await answerDialogs(running, [file]);
    await tabTo(/^Import files…$/u);
    await press('Enter');
    await expect(page.getByRole('dialog', { name: 'Import 1 file?' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Import', exact: true })).toBeFocused();
    await press('Enter');
    await expect(job.locator('header')).toContainText('Done', { timeout: 60_000 });
    await expect(job).toBeFocused();
  });

  await test.step('line by line', async () => {
    await tabTo(/^Refused/u);
    await press('Enter');
    await tabTo(/^Lines of the result$/u);
    await press('Home');
    const selected = job.getByRole('row', { selected: true });
    await expect(selected).toHaveAttribute('aria-rowindex', '2');
    await press('ArrowDown');
    await expect(selected).toHaveAttribute('aria-rowindex', '3');
  });

  await test.step('Esc goes back to the list, Enter opens again', async () => {
    await press('Escape');
    await expect(job).toHaveCount(0);
    const opener = page.getByRole('button', { name: /^Import: march\.ndjson/u });
    await expect(opener).toBeFocused();
    await press('Enter');
    await expect(job).toBeFocused();
  });

  await test.step('out', async () => {
    await answerDialogs(running, [target]);
    await tabTo(/^Export what came in…$/u);
    await press('Enter');
    await expect(page.getByRole('button', { name: 'Choose a folder…' })).toBeFocused();
    await press('Enter');
    await expect(page.getByRole('button', { name: 'Another folder…' })).toBeFocused();
    await tabTo(/^Export unencrypted$/u);
    await press('Enter');
    await expect(job.locator('header')).toContainText(/Export: .*Done/u, { timeout: 60_000 });
  });
});
