import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { DemoClinic } from '../../e2e/support/demo-clinic.ts';
import { writeSettings } from '../../e2e/support/demo-clinic.ts';
import { caughtUp, firstRow, signIn, unlock } from '../../e2e/support/desk.ts';
import { launchConsole, type RunningConsole } from '../../e2e/support/launch-console.ts';
import { ask } from './ask.ts';
import type {
  FilePaths,
  FilesFacts,
  OfflineFacts,
  OfflineStart,
  OnlineFacts,
  RuntimeFacts,
  Times,
} from './facts.ts';
import { moveFiles } from './files.ts';
import { timed } from './timed.ts';

const USERNAME = 'ruth.okonkwo';

/** Signs in, waits for the whole history, asks a question through the search field, moves files, and quits. */
export async function onlinePhase(
  clinic: DemoClinic,
  profile: string,
  paths: FilePaths | null,
  times: Times,
): Promise<{ facts: OnlineFacts; files: FilesFacts | null; offline: OfflineStart }> {
  const settingsFile = writeSettings(profile, clinic.endpoints);
  const person = await clinic.personOf(USERNAME);
  const desk = await timed(times, 'launch', async () => launchConsole({ profile, settingsFile }));
  const { page } = desk;
  return pictured(desk, async () => {
    await timed(times, 'signIn', async () => signIn(page, person, async () => clinic.codeOf(USERNAME)));
    await timed(times, 'firstRow', async () => firstRow(page));
    await timed(times, 'history', async () => caughtUp(page, 240_000));
    const state = await ask(page, 'session.state', {});
    if (state.kind !== 'signed-in') throw new Error(`The desk is ${state.kind}.`);
    const { rows } = await ask(page, 'audit.search', { filter: {}, limit: 50 });
    const label = rows.find((row) => row.patient !== null)?.patient?.label ?? '';
    const word = /[\p{L}\p{M}]{3,}/u.exec(label)?.[0];
    if (word === undefined) throw new Error('No event of the newest page names a patient.');
    const searchHits = await timed(times, 'search', async () => searchFor(page, word));
    const files = paths === null ? null : await moveFiles(desk, paths, person.password, times);
    const { events } = await ask(page, 'audit.coverage', {});
    const facts = {
      ...(await runtimeFacts(desk)),
      signedInAs: state.operator.username,
      role: state.operator.roles.join(','),
      events,
      searchHits,
    };
    await timed(times, 'quit', async () => desk.close());
    return { facts, files, offline: { profile, settingsFile, password: person.password, word } };
  });
}

/** Starts again with nobody to ask, unlocks with the password, and finds the trail as it was. */
export async function offlinePhase(start: OfflineStart, times: Times, name: string): Promise<OfflineFacts> {
  const { profile, settingsFile, password, word } = start;
  const desk = await timed(times, `${name}Launch`, async () => launchConsole({ profile, settingsFile }));
  const { page } = desk;
  return pictured(desk, async () => {
    await timed(times, `${name}Unlock`, async () => {
      await unlock(page, password);
      await firstRow(page);
    });
    const searchHits = await timed(times, `${name}Search`, async () => searchFor(page, word));
    const { events } = await ask(page, 'audit.coverage', {});
    return { events, searchHits };
  });
}

/** Does the work and quits; a failure leaves a picture of the window behind, of the demo clinic's invented people. */
async function pictured<T>(desk: RunningConsole, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const path = join(tmpdir(), 'smoke-failure.png');
    await desk.page.screenshot({ path }).catch(() => undefined);
    process.stderr.write(`The window as it was: ${path}\n${desk.said()}\n`);
    throw error;
  } finally {
    await desk.close();
  }
}

/** Types into the search field as a person does, waits for the rows, and answers how many events match. */
async function searchFor(page: Page, text: string): Promise<number> {
  await page.keyboard.press('/');
  await page.keyboard.type(text);
  const { count } = await ask(page, 'audit.count', { filter: { text } });
  await page
    .getByText(`${count.toLocaleString('en-US')} event`, { exact: false })
    .first()
    .waitFor();
  await firstRow(page);
  return count;
}

/** Asks the main process what it is: the stand-in says so in the environment, Electron by its version. */
async function runtimeFacts({ app }: RunningConsole): Promise<RuntimeFacts> {
  return app.evaluate(({ app: electronApp }) => {
    const standIn = (globalThis as Record<symbol, unknown>)[Symbol.for('chromium-runtime')];
    if (typeof standIn === 'object' && standIn !== null) {
      const { name, sandboxed } = standIn as { name: string; sandboxed: boolean };
      return { runtime: name, sandboxed };
    }
    return {
      runtime: `electron ${process.versions.electron ?? ''}`,
      sandboxed: !electronApp.commandLine.hasSwitch('no-sandbox'),
    };
  });
}
