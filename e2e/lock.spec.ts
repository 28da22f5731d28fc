import type { Page } from 'playwright';
import { caughtUp, firstRow, unlock } from './support/desk.ts';
import { signOutEverywhere } from './support/elsewhere.ts';
import { expect, test } from './support/fixtures.ts';
import { cellsOf } from './support/trail.ts';

/** Everything in the page that could hold a word: text, attributes, what is typed into fields. */
async function pageText(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const fields = [...document.querySelectorAll('input, textarea')].map(
      (field) => (field as HTMLInputElement).value,
    );
    return `${document.documentElement.outerHTML}\n${fields.join('\n')}`;
  });
}

/** The patients that the list shows. */
async function namesIn(page: Page): Promise<readonly string[]> {
  const texts = await cellsOf(page, 'patient').allInnerTexts();
  const names = texts.map((text) => text.split('\n')[0]!.trim()).filter((text) => text.length > 3);
  return [...new Set(names)];
}

async function locked(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'This desk is locked' })).toBeVisible();
}

test('a locked desk holds nothing of the trail and opens with the password', async ({
  clinic,
  consoleOf,
}) => {
  const { app, page } = await consoleOf('henrik.sjoberg');
  const { password } = await clinic.personOf('henrik.sjoberg');
  await caughtUp(page);
  // Earlier tests' own acts may lie on top, and they name no patient.
  await clinic.emit(30);
  await expect.poll(async () => (await namesIn(page)).length).toBeGreaterThan(3);
  const shown = await namesIn(page);

  await test.step('by Ctrl+L, with an event open and words in the search field', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type(shown[0]!);
    await page.keyboard.press('Enter');
    await page.getByRole('grid', { name: 'Audit events' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Stored evidence' })).toBeVisible();
    await page.keyboard.press('Control+l');
    await locked(page);
    await expect(page.getByText('You locked it.')).toBeVisible();
    const text = await pageText(page);
    expect(shown.filter((name) => text.includes(name))).toEqual([]);
    expect(text).not.toContain('Stored evidence');
  });

  await test.step('calls are refused meanwhile', async () => {
    const refusal = await page.evaluate(
      async () => await window.medminder.call('audit.search', { filter: {} }),
    );
    expect(refusal).toMatchObject({ ok: false, error: { code: 'auth/locked' } });
  });

  await test.step('and it opens with the password', async () => {
    await unlock(page, password);
    await firstRow(page);
    await expect(page.getByRole('searchbox', { name: 'Search text' })).toHaveValue('');
  });

  await test.step('when the system locks its screen', async () => {
    await app.evaluate(({ powerMonitor }) => powerMonitor.emit('lock-screen'));
    await locked(page);
    await expect(page.getByText(/because this computer was locked/u)).toBeVisible();
    await unlock(page, password);
    await firstRow(page);
  });

  await test.step('signing out leaves nobody, and the trail sealed for the next sign-in', async () => {
    await page.getByRole('button', { name: /^Operator: / }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    const text = await pageText(page);
    expect(shown.filter((name) => text.includes(name))).toEqual([]);
    expect(text).not.toContain('Henrik');
  });
});

test('a session that the pool ends is over at the desk too, in words', async ({ clinic, consoleOf }) => {
  const { page } = await consoleOf('henrik.sjoberg');
  await firstRow(page);
  await signOutEverywhere(clinic, 'henrik.sjoberg');
  await clinic.emit(1);
  await expect(
    page.getByText(/The session was ended by somebody else|The user pool has ended your session/u),
  ).toBeVisible({
    timeout: 90_000,
  });
  await expect(page.getByRole('grid')).toHaveCount(0);
});
