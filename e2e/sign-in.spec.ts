import type { Page } from 'playwright';
import { codeAt } from './support/demo-clinic.ts';
import { giveCode, givePassword, inTheConsole, signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';

const HOUR_MS = 3_600_000;

/** Words of a failure, as a heading that a screen reader is told. */
async function saysSo(page: Page, title: string): Promise<void> {
  // The words of the attempt before stay until this one is answered.
  await expect(page.getByRole('button', { name: /^(Sign in|Continue)$/ })).not.toHaveAttribute(
    'data-loading',
  );
  await expect(page.getByRole('status').getByText(title, { exact: true })).toBeVisible();
}

async function askForCode(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'One-time code' })).toBeVisible();
}

test('who gives the wrong password or code is told so, and gets in with the right ones', async ({
  clinic,
  openConsole,
}) => {
  const { page } = await openConsole();
  const priya = await clinic.personOf('priya.raghunathan');

  await test.step('a wrong password, and a name that nobody has, sound the same', async () => {
    for (const username of [priya.username, 'nobody.atall']) {
      await givePassword(page, { username, password: 'wrong' });
      await saysSo(page, 'User name or password is wrong');
      await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
    }
  });

  await test.step('a wrong code', async () => {
    await givePassword(page, priya);
    await askForCode(page);
    const right = await clinic.codeOf(priya.username);
    await giveCode(page, right === '123456' ? '654321' : '123456');
    await saysSo(page, 'That code is not right');
    await giveCode(page, right);
    await inTheConsole(page);
  });

  await test.step('a code that was used before', async () => {
    await page.getByRole('button', { name: /^Operator: / }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    const spent = await clinic.codeOf(priya.username);
    await givePassword(page, priya);
    await askForCode(page);
    await giveCode(page, spent);
    await inTheConsole(page);
    await page.getByRole('button', { name: /^Operator: / }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await givePassword(page, priya);
    await askForCode(page);
    await giveCode(page, spent);
    await saysSo(page, 'That code is not right');
  });
});

test('accounts that may not work here are told why, each in its own words', async ({
  clinic,
  openConsole,
}) => {
  const { page } = await openConsole();
  const cases = [
    ['felix.hartmann', 'A new password is required first'],
    ['nora.lindqvist', 'An authenticator must be set up first'],
    ['clara.winslow', 'This account is disabled'],
  ] as const;
  for (const [username, title] of cases) {
    await test.step(username, async () => {
      await givePassword(page, await clinic.personOf(username));
      await saysSo(page, title);
    });
  }

  await test.step('a nurse has no role at this desk', async () => {
    const nurse = (await clinic.persons()).find(
      ({ operator, enabled, mfa, status }) => !operator && enabled && mfa !== null && status === 'CONFIRMED',
    )!;
    await givePassword(page, nurse);
    await askForCode(page);
    await giveCode(page, await clinic.codeOf(nurse.username));
    await saysSo(page, 'This account has no role at this desk');
    await expect(page.getByRole('navigation', { name: 'Desks' })).toHaveCount(0);
  });
});

test('a pool in trouble is named, and the next attempt works', async ({ clinic, openConsole }) => {
  const { page } = await openConsole();
  const jonas = await clinic.personOf('jonas.kubler');
  const pool = { service: 'pool' } as const;
  const cases = [
    [{ kind: 'throttle' }, 'The user pool is busy'],
    [{ kind: 'drop' }, 'The user pool cannot be reached'],
    [{ kind: 'html' }, 'The user pool cannot be reached'],
    [{ kind: '5xx' }, 'The user pool could not answer'],
  ] as const;
  for (const [fault, title] of cases) {
    await test.step(fault.kind, async () => {
      await clinic.faults([{ match: pool, ...fault }]);
      await expect(page.getByLabel('User name')).toBeEnabled();
      await page.getByLabel('User name').fill(jonas.username);
      await page.getByLabel('Password', { exact: true }).fill(jonas.password);
      // Where the words name a time to wait, the button waits for it.
      await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled({ timeout: 60_000 });
      await page.keyboard.press('Enter');
      await saysSo(page, title);
    });
  }

  await test.step('a clock that is an hour off', async () => {
    await clinic.faults([]);
    await clinic.advanceClock(HOUR_MS);
    await givePassword(page, jonas);
    await saysSo(page, 'This computer’s clock is wrong');
    await clinic.advanceClock(-HOUR_MS);
  });

  await test.step('then all is well again', async () => {
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await signIn(page, jonas, async () => codeAt(jonas.totpSecret!, Date.now()));
    await expect(page.getByRole('button', { name: /^Connection: Online/ })).toBeVisible();
  });
});
