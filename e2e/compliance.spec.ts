import type { Page } from 'playwright';
import { startDemoClinic, writeSettings } from './support/demo-clinic.ts';
import { caughtUp, firstRow, signIn, unlock } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { cellsOf, choose, chooseName, countOf, rowsOf, trailOf } from './support/trail.ts';

const OFFICER = 'ruth.okonkwo';
/** A season of ordinary life in three clinics (e2e/clinic). */
const HISTORY_AT_LEAST = 50_000;

test('a compliance officer follows, searches and reads the trail, and has it again without the network', async ({
  place,
  openConsole,
}) => {
  test.setTimeout(300_000);
  const clinic = await startDemoClinic({ liveMs: 0 });
  writeSettings(place.profile, clinic.endpoints);
  const officer = await clinic.personOf(OFFICER);
  try {
    const first = await openConsole();
    const { page } = first;
    await signIn(page, officer, async () => await clinic.codeOf(OFFICER));

    await test.step('the trail fills while one can already look at it', async () => {
      await firstRow(page);
      await expect(page.getByRole('button', { name: /^Connection: Loading history/ })).toBeVisible();
      await caughtUp(page, 240_000);
      await expect.poll(async () => await numberIn(page)).toBeGreaterThan(HISTORY_AT_LEAST);
      expect(await rowsOf(page).count()).toBeGreaterThan(15);
      await trailOf(page).focus();
      await page.keyboard.press('End');
      await expect
        .poll(async () => Number(await trailOf(page).getAttribute('aria-rowcount')))
        .not.toBe((await rowsOf(page).count()) + 1);
      await page.keyboard.press('Home');
    });

    await test.step('a live event appears at the top', async () => {
      const before = await rowsOf(page).first().innerText();
      await clinic.emit(1);
      await expect(rowsOf(page).first()).not.toHaveText(before, { timeout: 40_000 });
    });

    await filters(page);
    await oneEvent(page);
    await first.close();
    await clinic.close();

    await test.step('started again without the network, it is locked with the name', async () => {
      const { page: again } = await openConsole();
      await expect(again.getByRole('heading', { name: 'This desk is locked' })).toBeVisible();
      await expect(again.getByText('Ruth Okonkwo')).toBeVisible();
      await expect(again.getByText(/^Opens without the user pool until/)).toBeVisible();
      await again.getByLabel('Password', { exact: true }).fill('not the password');
      await again.keyboard.press('Enter');
      await expect(again.getByText('That password does not open this desk', { exact: true })).toBeVisible();
      await unlock(again, officer.password);
      await firstRow(again);
      await expect(again.getByText(/^Offline\. You see what this desk has stored: /)).toBeVisible();
      await expect(again.getByRole('button', { name: /^Connection: Offline/ })).toBeVisible();
      await expect.poll(async () => await numberIn(again)).toBeGreaterThan(HISTORY_AT_LEAST);
      await again.keyboard.press('/');
      await again.keyboard.type('break glass');
      await again.keyboard.press('Enter');
      await expect.poll(async () => await numberIn(again)).toBeLessThan(HISTORY_AT_LEAST);
      expect(await numberIn(again)).toBeGreaterThan(0);
    });
  } finally {
    await clinic.close();
  }
});

/** "60,396 events" → 60396; NaN while it is counted. */
async function numberIn(page: Page): Promise<number> {
  return Number((await countOf(page).innerText()).replace(/\+? events?$/u, '').replaceAll(',', ''));
}

/** The first of these cells that holds a person's name, without the mark for others beside them. */
function nameIn(texts: readonly string[]): string {
  const found = texts.find((text) => /^[A-Z]\w+ [A-Z]/u.test(text));
  if (found === undefined) throw new Error('Nobody is named here.');
  return found.split('\n')[0]!.trim();
}

async function filters(page: Page): Promise<void> {
  const clear = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Clear all' }).click();
    await expect.poll(async () => await numberIn(page)).toBeGreaterThan(HISTORY_AT_LEAST);
  };
  const allAre = async (column: string, text: string | RegExp): Promise<void> => {
    const cells = cellsOf(page, column);
    await expect.poll(async () => await numberIn(page)).toBeLessThan(HISTORY_AT_LEAST);
    await expect(cells.first()).toContainText(text);
    const texts = await cells.allInnerTexts();
    expect(texts.filter((one) => !new RegExp(text).test(one))).toEqual([]);
  };

  await test.step('by time', async () => {
    await page.getByRole('button', { name: 'Time range: Any time' }).press('Enter');
    await page.getByRole('button', { name: 'Last 7 days' }).press('Enter');
    await expect(page.getByRole('button', { name: 'Remove filter Time: Last 7 days' })).toBeVisible();
    await expect.poll(async () => await numberIn(page)).toBeLessThan(HISTORY_AT_LEAST);
    expect(await numberIn(page)).toBeGreaterThan(1_000);
    await clear();
  });

  const someone = await test.step('by person', async () => {
    const name = nameIn(await cellsOf(page, 'who').allInnerTexts());
    await chooseName(page, 'Person', name, name);
    await expect(page.getByRole('button', { name: `Remove filter Person: ${name}` })).toBeVisible();
    await allAre('who', name);
    await clear();
    return name;
  });

  await test.step('by patient', async () => {
    const name = nameIn(await cellsOf(page, 'patient').allInnerTexts());
    await chooseName(page, 'Patient', name, name);
    await allAre('patient', name);
    await clear();
  });

  await test.step('by place', async () => {
    await chooseName(page, 'Place', 'harbor', 'harbor-main');
    await allAre('place', 'harbor-main');
    await clear();
  });

  await test.step('by action and outcome together, as chips that can be taken off one by one', async () => {
    await choose(page, 'Action', 'Execute');
    await allAre('action', 'Execute');
    const executed = await numberIn(page);
    await choose(page, 'Outcome', 'Minor failure');
    await expect.poll(async () => await numberIn(page)).toBeLessThan(executed);
    await allAre('outcome', 'Minor failure');
    await page.getByRole('button', { name: 'Remove filter Outcome: Minor failure' }).press('Enter');
    await expect.poll(async () => await numberIn(page)).toBe(executed);
    await clear();
  });

  await test.step('by words, from anywhere with /', async () => {
    await trailOf(page).focus();
    await page.keyboard.press('/');
    await expect(page.getByRole('searchbox', { name: 'Search text' })).toBeFocused();
    await page.keyboard.type(someone.split(' ')[1]!.toLowerCase());
    await expect.poll(async () => await numberIn(page)).toBeLessThan(HISTORY_AT_LEAST);
    expect(await numberIn(page)).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await expect.poll(async () => await numberIn(page)).toBeGreaterThan(HISTORY_AT_LEAST);
  });

  await test.step('what matches nothing says so and offers what to take off', async () => {
    await page.keyboard.press('/');
    await page.getByRole('searchbox', { name: 'Search text' }).fill('xyzzy');
    await expect(page.getByRole('heading', { name: 'No event matches all filters' })).toBeVisible();
    await page.getByRole('button', { name: /^Without Text: xyzzy/ }).press('Enter');
    await firstRow(page);
  });
}

async function oneEvent(page: Page): Promise<void> {
  let opened = '';
  await test.step('Enter opens an event, explained', async () => {
    await trailOf(page).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    const line = page.getByRole('row', { selected: true });
    await expect(line).toHaveCount(1);
    opened = await line.innerText();
    await page.keyboard.press('Enter');
    const event = page.getByRole('complementary', { name: 'Event' });
    await expect(event).toBeFocused();
    await expect(event.getByRole('heading', { name: 'Stored evidence' })).toBeVisible();
    await expect(event.locator('dd').filter({ hasText: /^[0-9a-f]{64}/ })).toBeVisible();
  });

  await test.step('its raw form is exactly what was sent', async () => {
    await page.getByRole('tab', { name: 'Raw' }).click();
    const raw = page.getByRole('region', { name: 'Raw event' });
    // The password was given a moment ago, at sign-in.
    await expect(raw).toContainText('"resourceType": "AuditEvent"');
    await page.getByRole('button', { name: 'Exactly as sent' }).click();
    await expect(raw).toContainText('{"resourceType":"AuditEvent"');
  });

  await test.step('Esc goes back to its line', async () => {
    await page.keyboard.press('Escape');
    await expect(page.getByRole('complementary', { name: 'Event' })).toHaveCount(0);
    await expect(trailOf(page)).toBeFocused();
    // That it was read is an event by itself, now above it.
    await expect(page.getByRole('row', { selected: true })).toHaveText(opened, { useInnerText: true });
  });
}
