import { startPrivateKeyring } from '../build/keyring/private-keyring.mjs';
import { firstRow, signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';

// Only Linux can be without a keychain, or have one put in its place (playwright.config.ts leaves this file out elsewhere).

for (const [mode, title, remedy] of [
  ['none', 'This computer’s keychain is not available', /Start the keychain service of this computer/u],
  ['locked', 'This computer’s keychain is locked', /Unlock the keychain of the operating system/u],
] as const) {
  test(`a keychain that is ${mode === 'none' ? 'absent' : mode}: the desk stays closed and says what helps`, async ({
    openConsole,
  }) => {
    const keyring = await startPrivateKeyring({ mode });
    try {
      const { page } = await openConsole({ env: { MEDMINDER_KEYCHAIN_LABEL: undefined, ...keyring.env } });
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
      await expect(page.getByText(remedy)).toBeVisible();
      await expect(page.getByLabel('Password')).toHaveCount(0);
      await page.getByRole('button', { name: 'Check again' }).press('Enter');
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
      const refusal = await page.evaluate(
        async () => await window.medminder.call('session.signIn', { username: 'a', password: 'b' }),
      );
      expect(refusal.ok).toBe(false);
    } finally {
      await keyring.close();
    }
  });
}

test('a keychain that was emptied: nothing new in silence, a way out, and a new beginning', async ({
  clinic,
  openConsole,
}) => {
  const username = 'owen.begay';
  const owen = await clinic.personOf(username);
  const before = await startPrivateKeyring({ mode: 'unlocked' });
  try {
    const first = await openConsole({ env: before.env });
    await signIn(first.page, owen, async () => await clinic.codeOf(username));
    await firstRow(first.page);
    await first.close();
  } finally {
    await before.close();
  }
  const after = await startPrivateKeyring({ mode: 'unlocked' });
  try {
    const { page } = await openConsole({ env: after.env });
    await expect(
      page.getByRole('heading', { level: 1, name: 'The keys of this desk are gone from the keychain' }),
    ).toBeVisible();
    await page.getByRole('button', { name: 'Set the stored trail aside…' }).press('Enter');
    await page.getByRole('button', { name: 'Yes, set it aside and fetch the trail again' }).press('Enter');
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await signIn(page, owen, async () => await clinic.codeOf(username));
    await firstRow(page);
  } finally {
    await after.close();
  }
});
