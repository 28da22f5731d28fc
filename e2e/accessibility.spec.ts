import { expectAccessible } from './support/accessibility.ts';
import { caughtUp, firstRow, giveCode, givePassword, inTheConsole } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { choose, rowsOf, trailOf } from './support/trail.ts';

// Each story has a time limit of its own: axe looks at every screen twice, and a loaded machine takes ten seconds for that.
test.describe.configure({ timeout: 180_000 });

test('the way in passes axe, locked and offline too', async ({ clinic, openConsole }) => {
  const { page } = await openConsole();
  const username = 'ruth.okonkwo';
  const ruth = await clinic.personOf(username);
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

test('the trail and its filters pass axe', async ({ consoleOf }) => {
  const { page } = await consoleOf('ruth.okonkwo');
  const dialog = page.getByRole('dialog');
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
});

test('one event passes axe', async ({ consoleOf }) => {
  const { page } = await consoleOf('ruth.okonkwo');
  await caughtUp(page);
  await firstRow(page);
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

test('what opens over the page passes axe', async ({ consoleOf }) => {
  const { page } = await consoleOf('ruth.okonkwo');
  await caughtUp(page);
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
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page, 'connection');
  await page.keyboard.press('Escape');
});

test('the other desks pass axe', async ({ consoleOf }) => {
  const { page } = await consoleOf('ruth.okonkwo');
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
