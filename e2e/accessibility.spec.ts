import { expectAccessible } from './support/accessibility.ts';
import { caughtUp, firstRow, giveCode, givePassword, inTheConsole } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { choose, rowsOf, trailOf } from './support/trail.ts';

test('every screen passes axe in light and dark', async ({ clinic, openConsole }) => {
  test.setTimeout(240_000);
  const { page } = await openConsole();
  const username = 'ruth.okonkwo';
  const ruth = await clinic.personOf(username);
  const dialog = page.getByRole('dialog');

  await test.step('the door', async () => {
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await expectAccessible(page, 'sign in');
    await givePassword(page, { username, password: 'wrong' });
    await expect(page.getByText('User name or password is wrong')).toBeVisible();
    await expectAccessible(page, 'sign in refused');
    await givePassword(page, ruth);
    await expect(page.getByRole('heading', { name: 'One-time code' })).toBeVisible();
    await expectAccessible(page, 'one-time code');
    await giveCode(page, await clinic.codeOf(username));
    await inTheConsole(page);
  });

  await test.step('the trail', async () => {
    await caughtUp(page);
    await expect.poll(async () => await rowsOf(page).count()).toBeGreaterThan(10);
    await expectAccessible(page, 'trail');
    await page.getByRole('button', { name: /^Time range/u }).press('Enter');
    await expect(dialog).toBeVisible();
    await page.getByRole('button', { name: 'Choose days from a calendar' }).press('Enter');
    await expect(dialog.getByRole('table')).toBeVisible();
    await expectAccessible(page, 'time range with calendar');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Person', exact: true }).press('Enter');
    await expect(dialog.getByRole('option').first()).toBeVisible();
    await expectAccessible(page, 'choice of persons');
    await page.keyboard.press('Escape');
    await choose(page, 'Action', 'Read');
    await expectAccessible(page, 'trail with a filter');
    await page.keyboard.press('/');
    await page.keyboard.type('xyzzy');
    await page.keyboard.press('Enter');
    await expect(page.getByText('No event matches all filters')).toBeVisible();
    await expectAccessible(page, 'nothing found');
    await page.getByRole('button', { name: 'Clear all' }).press('Enter');
    await firstRow(page);
  });

  await test.step('one event', async () => {
    await trailOf(page).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Stored evidence')).toBeVisible();
    await expectAccessible(page, 'event explained');
    await page.getByRole('tab', { name: 'Raw' }).click();
    await expect(page.getByRole('region', { name: 'Raw event' })).toBeVisible();
    await expectAccessible(page, 'event raw');
    await page.keyboard.press('Escape');
  });

  await test.step('what opens over the page', async () => {
    await page.keyboard.press('Control+k');
    await expect(page.getByPlaceholder('What do you want to do?')).toBeFocused();
    await expectAccessible(page, 'command palette');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await expectAccessible(page, 'shortcuts');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Operator: / }).click();
    await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
    await expectAccessible(page, 'operator menu');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Connection: / }).press('Enter');
    await expect(dialog).toBeVisible();
    await expectAccessible(page, 'connection');
    await page.keyboard.press('Escape');
  });

  await test.step('the other desks', async () => {
    await page.keyboard.press('Control+2');
    await expect(page.getByRole('grid', { name: 'My actions' })).toBeVisible();
    await expectAccessible(page, 'my actions');
    await page.keyboard.press('Control+3');
    await expect(
      page.getByRole('heading', { name: 'Nothing has been imported or exported yet' }),
    ).toBeVisible();
    await expectAccessible(page, 'import and export, empty');
    await page.keyboard.press('Control+4');
    await expect(page.getByRole('heading', { level: 1, name: 'This desk' })).toBeVisible();
    await expectAccessible(page, 'this desk');
  });

  await test.step('locked, refused, and offline', async () => {
    await page.keyboard.press('Control+l');
    await expect(page.getByRole('heading', { name: 'This desk is locked' })).toBeVisible();
    await expectAccessible(page, 'locked');
    await clinic.faults([{ kind: 'drop' }]);
    await page.getByLabel('Password', { exact: true }).fill(ruth.password);
    await page.keyboard.press('Enter');
    await inTheConsole(page);
    await expect(page.getByText(/^Offline\. You see what this desk has stored/u)).toBeVisible();
    await expectAccessible(page, 'offline');
  });
});

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
