import type { ErrorValue } from '../shared/errors.ts';
import { expectAccessible } from './support/accessibility.ts';
import { caughtUp, firstRow, givePassword } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { answerCall, tellPage } from './support/said.ts';
import { trailOf } from './support/trail.ts';

// What the page is told here comes from the main process, as in earnest: only its cause is left out.

const failure = (code: ErrorValue['code']): ErrorValue => ({ code, message: 'Said by a test.' });

test('what lies over the page while there is no engine passes axe', async ({ openConsole }) => {
  const running = await openConsole();
  const { page } = running;
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  for (const [state, title] of [
    ['starting', 'Starting'],
    ['restarting', 'One moment'],
    ['stopped', 'The data process has stopped'],
  ] as const) {
    await tellPage(running, 'engine.state', { state });
    await expect(page.getByRole('alertdialog', { name: title })).toBeVisible();
    await expectAccessible(page, `engine ${state}`);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('alertdialog', { name: title })).toBeFocused();
  }
  await page.keyboard.type('nobody');
  await tellPage(running, 'engine.state', { state: 'running' });
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: 'User name' })).toBeFocused();
  await expect(page.getByRole('textbox', { name: 'User name' })).toHaveValue('');
});

test('a desk that cannot serve passes axe, and so does the way out of it', async ({ openConsole }) => {
  const running = await openConsole();
  const { page } = running;
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();

  await test.step('no way out but to mend it', async () => {
    await tellPage(running, 'session.changed', { kind: 'failed', error: failure('keychain/locked') });
    await expect(page.getByRole('button', { name: 'Check again' })).toBeVisible();
    await expectAccessible(page, 'failed');
  });

  await test.step('setting everything aside', async () => {
    await tellPage(running, 'session.changed', { kind: 'failed', error: failure('keychain/emptied') });
    await expectAccessible(page, 'failed, with a way out');
    await page.getByRole('button', { name: 'Set the stored trail aside…' }).press('Enter');
    await expect(page.getByRole('button', { name: 'Keep it' })).toBeVisible();
    await expectAccessible(page, 'failed, sure?');
  });
});

test('a stored trail that does not open at sign-in passes axe', async ({ openConsole }) => {
  const running = await openConsole();
  const { page } = running;
  const credentials = { username: 'ruth.okonkwo', password: 'any' };
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();

  await test.step('the previous password', async () => {
    await answerCall(running, 'session.signIn', {
      ok: true,
      value: { kind: 'previous-password-required' },
    });
    await givePassword(page, credentials);
    await expect(page.getByRole('heading', { name: 'Your password has changed' })).toBeVisible();
    await expectAccessible(page, 'previous password');
    await page.getByRole('button', { name: 'Set the stored trail aside…' }).press('Enter');
    await expectAccessible(page, 'previous password, sure?');
    await page.getByRole('button', { name: 'Back to sign-in' }).press('Enter');
  });

  await test.step('keys that are gone', async () => {
    await answerCall(running, 'session.signIn', { ok: false, error: failure('vault/key-missing') });
    await givePassword(page, credentials);
    await expect(page.getByRole('heading', { name: 'The stored trail cannot be opened' })).toBeVisible();
    await expectAccessible(page, 'cache unreadable');
  });
});

test('asking for the password again passes axe', async ({ consoleOf }) => {
  const running = await consoleOf('ruth.okonkwo');
  const { page } = running;
  await caughtUp(page);
  await firstRow(page);
  await trailOf(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Stored evidence')).toBeVisible();
  await answerCall(running, 'audit.raw', { ok: false, error: failure('auth/step-up-required') });
  await page.getByRole('tab', { name: 'Raw' }).click();
  await expect(page.getByRole('dialog', { name: 'Confirm that it is you' })).toBeVisible();
  await expectAccessible(page, 'step-up');
  await answerCall(running, 'session.confirmPassword', {
    ok: false,
    error: failure('auth/wrong-credentials'),
  });
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('status')).toBeVisible();
  await expectAccessible(page, 'step-up refused');
});
