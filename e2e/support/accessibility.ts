import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { expect, test } from 'playwright/test';

/** WCAG 2.2 A and AA, as axe tags its rules. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What depends on the colours: all else is the same page in light and dark, and is looked at once. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** What lies half under an open list is not a small target: the list goes away before it can be meant. */
const HALF_COVERED = /partially obscured/u;

/**
 * Fails where axe finds anything in what is shown now, in light or dark colours. Softly, so that one run names all that
 * there is to mend.
 */
export async function expectAccessible(page: Page, state: string): Promise<void> {
  await test.step(`axe: ${state}`, async () => {
    const found: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
      // Legacy mode, for otherwise axe opens a page of its own, and an Electron app has none to give.
      const axe = new AxeBuilder({ page }).setLegacyMode(true);
      const chosen = colorScheme === 'light' ? axe.withTags(TAGS) : axe.withRules(COLOUR_RULES);
      const { violations } = await chosen.analyze();
      for (const { id, nodes } of violations) {
        for (const { target, failureSummary } of nodes) {
          if (id === 'target-size' && HALF_COVERED.test(failureSummary ?? '')) continue;
          found.push(
            `${colorScheme} ${id}: ${target.join(' ')}: ${(failureSummary ?? '').replaceAll('\n', ' ')}`,
          );
        }
      }
    }
    await page.emulateMedia({ colorScheme: null, reducedMotion: null });
    expect.soft(found, state).toEqual([]);
  });
}
