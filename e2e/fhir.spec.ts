import type { Page } from 'playwright';
import { caughtUp, firstRow } from './support/desk.ts';
import type { DemoClinic, Fault } from './support/demo-clinic.ts';
import { expect, test } from './support/fixtures.ts';
import { countOf, rowsOf } from './support/trail.ts';

const fhir = { service: 'fhir' } as const;

/** What the server does wrong, and the words for it. Refusals and lies are asked again only after minutes, or by hand. */
const TROUBLES: readonly (readonly [string, (clinic: DemoClinic) => Promise<void>, string])[] = [
  ['drops connections', fault({ kind: 'drop' }), 'The audit server cannot be reached'],
  ['asks for a pause', fault({ kind: 'throttle' }), 'The audit server asks for a pause'],
  ['sends half an answer', fault({ kind: 'garbage' }), 'The audit server sent an answer that cannot be read'],
  ['answers HTML', quirk({ answer: 'html' }), 'The audit server does not speak FHIR R4'],
  ['fails', quirk({ answer: 'server-error' }), 'The audit server could not answer'],
  ['leads in a circle', quirk({ nextLink: 'loop' }), 'The audit server’s pages lead in a circle'],
  ['points elsewhere', quirk({ nextLink: 'foreign-origin' }), 'The audit server pointed to another server'],
];

/** Lies in the link to the next page show only where there is one; the console asks for 1,000 events a page. */
const LINK_LIES: ReadonlySet<string> = new Set(['leads in a circle', 'points elsewhere']);
const MORE_THAN_A_PAGE = 1_100;

test('an audit server in trouble is named, loses nothing, and is followed again', async ({
  clinic,
  consoleOf,
}) => {
  const { page } = await consoleOf('henrik.sjoberg');
  await firstRow(page);
  await caughtUp(page);
  const before = await numberIn(page);
  let emitted = 0;

  for (const [what, begin, title] of TROUBLES) {
    await test.step(what, async () => {
      await begin(clinic);
      const count = LINK_LIES.has(what) ? MORE_THAN_A_PAGE : 20;
      await clinic.emit(count);
      emitted += count;
      await expect(page.getByRole('button', { name: /^Connection: Reconnecting/u })).toBeVisible();
      await page.getByRole('button', { name: /^Connection: /u }).press('Enter');
      const words = page.getByRole('dialog', { name: 'Connection' });
      await expect(words.getByText(title, { exact: true })).toBeVisible();
      expect(await rowsOf(page).count()).toBeGreaterThan(10);
      await page.keyboard.press('Escape');
      await clinic.faults([]);
      await clinic.quirks({});
      await page.getByRole('button', { name: 'Fetch now' }).press('Enter');
      await caughtUp(page, 60_000);
    });
  }

  await test.step('every event arrived, none twice', async () => {
    // The operator's own acts are in the trail as well.
    await expect
      .poll(async () => await numberIn(page), { timeout: 30_000 })
      .toBeGreaterThanOrEqual(before + emitted);
    const ids = await page.evaluate(async () => {
      const seen: string[] = [];
      let after: { recordedMs: number; seq: number } | null = null;
      do {
        const request: { filter: object; limit: number; after?: { recordedMs: number; seq: number } } = {
          filter: {},
          limit: 500,
          ...(after === null ? {} : { after }),
        };
        const answer = await window.medminder.call('audit.search', request);
        if (!answer.ok) throw new Error(answer.error.code);
        seen.push(...answer.value.rows.map(({ seq }) => String(seq)));
        after = answer.value.next;
      } while (after !== null);
      return seen;
    });
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(await clinic.size());
  });
});

function fault(rule: Fault): (clinic: DemoClinic) => Promise<void> {
  return async (clinic) => await clinic.faults([{ match: fhir, ...rule }]);
}

function quirk(quirks: Parameters<DemoClinic['quirks']>[0]): (clinic: DemoClinic) => Promise<void> {
  return async (clinic) => await clinic.quirks(quirks);
}

async function numberIn(page: Page): Promise<number> {
  return Number((await countOf(page).innerText()).replace(/\D/gu, ''));
}
