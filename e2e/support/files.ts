import type { Page } from 'playwright';
import type { RunningConsole } from './launch-console.ts';

/** Puts an answer where the system's dialog would be: no screen shows one, and nobody is there to click. */
export async function answerDialogs(
  { app }: Pick<RunningConsole, 'app'>,
  paths: readonly string[],
): Promise<void> {
  await app.evaluate(
    ({ dialog }, filePaths) => {
      dialog.showOpenDialog = async () => ({ canceled: filePaths.length === 0, filePaths });
    },
    [...paths],
  );
}

/**
 * Drops files and folders on the middle of the window, as Chromium makes it of a person's drop. The page must have come to
 * rest: a drop goes to the element that was last dragged over, and is lost with it if that is redrawn just then. A
 * person's hand moves on and finds the new one.
 */
export async function dropFiles(page: Page, paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const place = await page.evaluate(() => ({ x: innerWidth / 2, y: innerHeight / 2 }));
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...place, data });
  }
  await session.detach();
}
