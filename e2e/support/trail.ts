import type { Locator, Page } from 'playwright';

/** The list of the audit trail. */
export function trailOf(page: Page): Locator {
  return page.getByRole('grid', { name: 'Audit events' });
}

/** Its lines, without the line of headings. */
export function rowsOf(page: Page): Locator {
  return trailOf(page)
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') });
}

/** The line with the number of events that match, e.g. "1,204 events". */
export function countOf(page: Page): Locator {
  return page.locator('.result-bar output');
}

/** The column of a row, by the name that event-table.css knows it by. */
export function cellsOf(page: Page, column: string): Locator {
  return rowsOf(page).locator(`[data-column="${column}"]`);
}

/** Chooses one of the listed values of a filter without a search field, by keyboard, and leaves the list. */
export async function choose(page: Page, filter: string, value: string): Promise<void> {
  await page.getByRole('button', { name: filter, exact: true }).press('Enter');
  await page.getByRole('option', { name: value, exact: true }).click();
  await page.keyboard.press('Escape');
}

/** Types into a filter that looks names up, takes the one name, and leaves the list. */
export async function chooseName(page: Page, filter: string, typed: string, name: string): Promise<void> {
  await page.getByRole('button', { name: filter, exact: true }).press('Enter');
  const dialog = page.getByRole('dialog', { name: `Choose: ${filter}` });
  await dialog.getByRole('combobox').fill(typed);
  await dialog.getByRole('option', { name, exact: true }).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
}
