import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import { expectAccessible } from './support/accessibility.ts';
import type { ClinicEndpoints } from './support/demo-clinic.ts';
import { signIn } from './support/desk.ts';
import { answerDialogs } from './support/files.ts';
import { expect, test } from './support/fixtures.ts';
import type { OpenConsole, Place } from './support/fixtures.ts';

/** Makes the machine one on which nothing was set up; answers the demo clinic's settings, in a file elsewhere. */
function nothingSetUp({ settingsFile, temp }: Place): string {
  const demo = join(temp, 'demo.json');
  renameSync(settingsFile, demo);
  return demo;
}

async function openFresh(openConsole: OpenConsole, ...args: readonly string[]) {
  return openConsole({ settingsFile: null, args });
}

/** Loads the page anew and notes what its content security policy refuses: the schemas of the form must not try to compile. */
async function noteRefusals(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.addInitScript(() => {
    const refused: string[] = [];
    Object.assign(window, { refused });
    document.addEventListener('securitypolicyviolation', (event) => refused.push(event.violatedDirective));
  });
  await page.reload();
  return async () => page.evaluate(() => (window as unknown as { refused: string[] }).refused);
}

/** Goes on with Tab until it stands there, as who has no mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stop = 0; stop < 60; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}

async function press(page: Page, name: string | RegExp): Promise<void> {
  const button = page.getByRole('button', { name, exact: typeof name === 'string' });
  await expect(button).toBeEnabled();
  await tabTo(page, button);
  await page.keyboard.press('Enter');
}

async function type(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label);
  await tabTo(page, field);
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

/** The heading of a page of the set-up, from which a screen reader reads on. */
async function at(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name })).toBeFocused();
}

async function fillIn(page: Page, { userPoolId, fhir, cognito, jwksUri }: ClinicEndpoints): Promise<void> {
  await type(page, 'User pool ID', ` ${userPoolId}\n`);
  await type(page, 'FHIR base address', fhir);
  await tabTo(page, page.getByText('Advanced: private addresses'));
  await page.keyboard.press('Enter');
  await type(page, 'Private address of Amazon Cognito', cognito);
  await type(page, 'Private address of the pool’s signing keys', jwksUri);
}

function row(page: Page, step: string): Locator {
  return page
    .getByRole('list', { name: 'Steps of the test' })
    .getByRole('listitem')
    .filter({ hasText: step });
}

test('the first run leads to the demo clinic by keyboard, and back from it', async ({
  clinic,
  openConsole,
  place,
}) => {
  const demo = nothingSetUp(place);
  const { page } = await openFresh(openConsole, `--demo=${demo}`);
  await at(page, 'Welcome to MedMinder Console');
  await expect(page.getByText('No password or key is stored here')).toBeVisible();
  await expectAccessible(page, 'first run');
  await press(page, /^Try the demo clinic/u);
  const ruth = await clinic.personOf('ruth.okonkwo');
  await signIn(page, ruth, async () => await clinic.codeOf(ruth.username));

  await page.getByRole('button', { name: 'This desk' }).press('Enter');
  await expect(page.getByText(clinic.endpoints.fhir)).toBeVisible();
  await page.getByRole('button', { name: 'Sign out to change' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();

  await press(page, 'Connections');
  await at(page, 'Connections');
  const only = page.getByRole('list', { name: 'Connections on this computer' }).getByRole('listitem');
  await expect(only).toHaveCount(1);
  await expect(only.getByText('In use')).toBeVisible();
  await expectAccessible(page, 'connections');
  await press(page, 'Back to sign-in');
  await expect(page.getByLabel('User name')).toBeFocused();
});

test('a wrong client ID is explained, mended and kept by keyboard; nothing typed is lost on the way', async ({
  clinic,
  openConsole,
  place,
}) => {
  nothingSetUp(place);
  const { endpoints } = clinic;
  const { page } = await openFresh(openConsole);
  const refused = await noteRefusals(page);
  await at(page, 'Welcome to MedMinder Console');
  await expect(page.getByRole('button', { name: /demo clinic/u })).toHaveCount(0);
  await press(page, /^Connect to our pool/u);
  await at(page, 'Connect to your pool and audit server');
  await expectAccessible(page, 'form');

  await test.step('what is not in its form is said where it is, and nothing is tested', async () => {
    await type(page, 'FHIR base address', 'http://audit.example.org/fhir');
    await press(page, 'Test the connections');
    await expect(page.getByRole('status').getByText('Not everything is in its form yet')).toBeVisible();
    await expect(page.getByLabel('User pool ID')).toBeFocused();
    await expect(page.getByLabel('FHIR base address')).toHaveAttribute('aria-invalid', 'true');
    await expectAccessible(page, 'form with faults');
  });

  await test.step('a pasted address of the pool is taken apart', async () => {
    await type(
      page,
      'User pool ID',
      'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab1Cd2Ef3/.well-known/jwks.json',
    );
    await expect(page.getByLabel('User pool ID')).toHaveValue('us-east-1_Ab1Cd2Ef3');
    await expect(page.getByLabel('Region')).toHaveValue('us-east-1');
  });

  await test.step('a client that there is not', async () => {
    await type(page, 'Region', endpoints.region);
    await type(page, 'App client ID', '0wrongclient');
    await fillIn(page, endpoints);
    await press(page, 'Test the connections');
    await at(page, 'Test the connections');
    await expect(row(page, 'App client')).toContainText('There is no such app client');
    await expect(page.getByText('1 step has failed')).toBeVisible();
    await expectAccessible(page, 'test with a failure');
    await press(page, 'Mend the settings');
    await expect(page.getByLabel('App client ID')).toHaveValue('0wrongclient');
    await expect(page.getByLabel('FHIR base address')).toHaveValue(endpoints.fhir);
  });

  await test.step('mended, tested, named, started', async () => {
    await type(page, 'App client ID', endpoints.clientId);
    await press(page, 'Test the connections');
    await expect(row(page, 'App client')).toContainText('Passed');
    await press(page, 'Continue');
    await at(page, 'Name the connections and start');
    await type(page, 'Name', 'Our clinic');
    await expectAccessible(page, 'name');
    expect(await refused()).toEqual([]);
    await press(page, 'Save and start');
  });
  const ruth = await clinic.personOf('ruth.okonkwo');
  await signIn(page, ruth, async () => await clinic.codeOf(ruth.username));
  await expect(page.getByRole('banner').getByText('Our clinic')).toBeVisible();
  // Whoever comes first finds in their action log what was changed before.
  await page.getByRole('button', { name: 'My actions' }).press('Enter');
  await expect(page.getByText(/connections added: .*“Our clinic”/u).first()).toBeVisible();
});

test('a settings file is looked at, mended and kept, and counts after a restart', async ({
  clinic,
  openConsole,
  place,
}) => {
  nothingSetUp(place);
  const { region, userPoolId, clientId, cognito, jwksUri, fhir } = clinic.endpoints;
  const file = join(place.temp, 'from-it.json');
  const settings = { label: 'South clinic', region: 'Frankfurt', userPoolId, clientId, fhirBaseUrl: fhir };
  writeFileSync(
    file,
    JSON.stringify({ ...settings, cognitoEndpoint: cognito, jwksUri, adminPassword: 'no place for it' }),
  );
  const running = await openFresh(openConsole);
  const { page } = running;
  await at(page, 'Welcome to MedMinder Console');

  await answerDialogs(running, []);
  await press(page, /^Use a settings file/u);
  await expect(page.getByRole('button', { name: /^Use a settings file/u })).toBeEnabled();
  await answerDialogs(running, [file]);
  await press(page, /^Use a settings file/u);
  await at(page, 'Connect to your pool and audit server');
  await expect(page.getByText('From the file from-it.json')).toBeVisible();
  await expect(page.getByText('Left out, for this console does not know it: adminPassword')).toBeVisible();
  await expect(page.getByText('no place for it')).toHaveCount(0);
  await expect(page.getByLabel('Region')).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page, 'form from a file');

  await type(page, 'Region', region);
  await press(page, 'Test the connections');
  await press(page, 'Continue');
  await expect(page.getByLabel('Name')).toHaveValue('South clinic');
  await press(page, 'Save and start');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await running.close();

  const again = await openFresh(openConsole);
  await expect(again.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(again.page.getByText('South clinic')).toBeVisible();
});

test('what a policy fixes cannot be changed, and a policy that cannot be read stops everything', async ({
  openConsole,
  place,
}) => {
  const policy = join(place.temp, 'policy.json');
  writeFileSync(policy, JSON.stringify({ fixed: { idleLockMs: 300_000 } }), { mode: 0o600 });
  const running = await openFresh(openConsole, `--policy=${policy}`);
  const { page } = running;
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await press(page, 'Connections');
  await press(page, 'Edit');
  const lock = page.getByLabel('Idle lock, in minutes');
  await expect(lock).toHaveAccessibleDescription('Set by your organisation.');
  await type(page, 'Idle lock, in minutes', '15');
  await expect(lock).toHaveValue('5');
  await expectAccessible(page, 'form under a policy');
  await running.close();

  writeFileSync(policy, '{', { mode: 0o600 });
  const broken = await openFresh(openConsole, `--policy=${policy}`);
  await at(broken.page, 'Connections');
  await expect(broken.page.getByRole('alert')).toContainText(
    'The policy of your organisation cannot be read',
  );
  await expect(broken.page.getByRole('button', { name: 'Add connections' })).toBeDisabled();
  await expectAccessible(broken.page, 'policy that cannot be read');
});

test('what the command line gives, and what a locked session uses, is only shown', async ({ consoleOf }) => {
  const { page } = await consoleOf('ruth.okonkwo');
  await page.keyboard.press('Control+l');
  await press(page, 'Connections');
  await expect(page.getByText('Somebody is signed in and the desk is locked')).toBeVisible();
  for (const name of ['Test', 'Edit', 'Remove…', 'Add connections']) {
    await expect(page.getByRole('button', { name, exact: true })).toBeDisabled();
  }
  await expectAccessible(page, 'connections behind the lock');
  await press(page, 'Back to sign-in');
  await press(page, 'Sign in with a code');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await press(page, 'Connections');
  await expect(page.getByText('given on the command line')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Edit' })).toBeDisabled();
  await press(page, 'Test');
  await at(page, 'Test of Demo clinic');
  await expect(row(page, 'Audit server')).toContainText(/Passed|Warning/u);
});
