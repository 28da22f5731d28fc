import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { caughtUp } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { findLeaks } from './support/leaks.ts';
import { rowsOf, trailOf } from './support/trail.ts';

/** Enough for sealed blocks beside the tail that waits for its block. */
const EVENTS = 1_500;

test('after a day’s work nothing of it lies in the clear: not in the profile, not in the temporary folder', async ({
  clinic,
  consoleOf,
  place,
}) => {
  await clinic.emit(EVENTS);
  const running = await consoleOf('ruth.okonkwo');
  const { page } = running;
  await caughtUp(page);
  await expect.poll(async () => await rowsOf(page).count()).toBeGreaterThan(10);
  const served = await stringsOf(page);
  expect(served.size).toBeGreaterThan(500);

  await test.step('search, look names up, open events, read the raw form, lock and unlock', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('allen');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Patient', exact: true }).press('Enter');
    await page.getByRole('dialog').getByRole('combobox').fill('jo');
    await expect(page.getByRole('dialog').getByRole('option').first()).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Clear all' }).press('Enter');
    await expect.poll(async () => await rowsOf(page).count()).toBeGreaterThan(10);
    await trailOf(page).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Raw' }).click();
    await expect(page.getByRole('region', { name: 'Raw event' })).toContainText('AuditEvent');
    await page.keyboard.press('Control+l');
    await expect(page.getByRole('heading', { name: 'This desk is locked' })).toBeVisible();
  });
  await running.close();
  // The events lie there, or there would be nothing to find.
  const database = await stat(join(place.profile, await databaseIn(place.profile)));
  expect(database.size).toBeGreaterThan(300_000);

  const people = await clinic.persons(true);
  for (const { name, username, password, email, sub, totpSecret } of people) {
    for (const each of [name, username, password, email, sub, totpSecret])
      if (each !== null) served.add(each);
  }
  expect(findLeaks([place.profile, place.temp], served)).toEqual([]);
});

async function databaseIn(profile: string): Promise<string> {
  const files = await readdir(profile, { recursive: true });
  return files.find((file) => file.endsWith('.db'))!;
}

/** What the server sent about people: names, identifiers, addresses, queries; not the words that every server uses. */
async function stringsOf(page: Page): Promise<Set<string>> {
  const texts = await page.evaluate(async () => {
    const found: string[] = [];
    const search = await window.medminder.call('audit.search', { filter: {}, limit: 500 });
    if (!search.ok) throw new Error(search.error.code);
    for (const { seq, agent, patient, place, entity } of search.value.rows) {
      for (const each of [agent?.label, patient?.label, place?.label, entity]) if (each) found.push(each);
      if (seq % 5 !== 0) continue;
      const raw = await window.medminder.call('audit.raw', { seq });
      if (!raw.ok) throw new Error(raw.error.code);
      const ids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gu;
      found.push(...(raw.value.text.match(ids) ?? []));
      found.push(
        ...[...raw.value.text.matchAll(/"(?:reference|altId|address)":"([^"]+)"/gu)].map((hit) => hit[1]!),
      );
    }
    return found;
  });
  return new Set(texts.filter((text) => !text.startsWith('MedMinder Console')));
}
