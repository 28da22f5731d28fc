import type { Page } from 'playwright';

/** What is needed to sign in: a person of the clinic's page. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** The first step of signing in, by keyboard: user name and password, off with Enter. */
export async function givePassword(page: Page, { username, password }: Credentials): Promise<void> {
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

/** The second step: the sixth digit sends it off. */
export async function giveCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('One-time code').fill(code);
}

/** Signs in and waits for the console's frame. `code` is asked for only when the pool wants it, for it ages. */
export async function signIn(page: Page, person: Credentials, code: () => Promise<string>): Promise<void> {
  await givePassword(page, person);
  await page.getByRole('heading', { name: 'One-time code' }).waitFor();
  await giveCode(page, await code());
  await inTheConsole(page);
}

/** Unlocks a locked desk with the password and waits for the console's frame. */
export async function unlock(page: Page, password: string): Promise<void> {
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await inTheConsole(page);
}

/** Resolves when somebody is signed in and sees the console. */
export async function inTheConsole(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Desks' }).waitFor();
}

/** Resolves when the first row of the trail is painted. */
export async function firstRow(page: Page): Promise<void> {
  await page.getByRole('grid', { name: 'Audit events' }).getByRole('row').nth(1).waitFor();
}

/** Resolves when the console has fetched all history and follows live. */
export async function caughtUp(page: Page, timeoutMs = 120_000): Promise<void> {
  await page.getByRole('button', { name: 'Connection: Live' }).waitFor({ timeout: timeoutMs });
}
