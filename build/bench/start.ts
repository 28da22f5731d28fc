import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { startDemoClinic, writeSettings } from '../../e2e/support/demo-clinic.ts';
import { caughtUp, firstRow, signIn, unlock } from '../../e2e/support/desk.ts';
import { launchConsole, type RunningConsole } from '../../e2e/support/launch-console.ts';
import { projectRoot } from '../../e2e/support/runtime.ts';
import { ask } from '../smoke/ask.ts';
import { median, report, rounded } from './measure.ts';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 7);
const USERNAME = 'ruth.okonkwo';

interface Profile {
  readonly profile: string;
  readonly settingsFile: string;
  readonly password: string;
  readonly events: number;
}

interface Start {
  readonly totalMs: number;
  /** Until the password field takes input. */
  readonly doorMs: number;
}

/**
 * From the start of the process until the desk is unlocked, the first row is painted and the search field takes input, on
 * a profile with the demo clinic's whole history and nobody to ask; beside an empty window of the same runtime, in turn.
 * The password is typed the moment its field is there, so scrypt is in the figure and the person's typing is not.
 */
export async function start(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-start-'));
  try {
    const profile = await prepareProfile(folder);
    const ours: Start[] = [];
    const empty: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const emptyMs = await emptyWindow(folder);
      const unlocked = await consoleUnlocked(profile);
      // The first round warms the disk's cache for both.
      if (round === 0) continue;
      empty.push(emptyMs);
      ours.push(unlocked);
    }
    const oursMs = median(ours.map(({ totalMs }) => totalMs));
    const emptyMs = median(empty);
    report({
      name: 'start',
      events: profile.events,
      rounds: ROUNDS,
      oursMs: Math.round(oursMs),
      doorMs: Math.round(median(ours.map(({ doorMs }) => doorMs))),
      baselineMs: Math.round(emptyMs),
      ratio: rounded(oursMs / emptyMs),
      pairedRatio: rounded(median(ours.map(({ totalMs }, index) => totalMs / (empty[index] ?? Number.NaN)))),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function prepareProfile(folder: string): Promise<Profile> {
  const profile = join(folder, 'profile');
  const clinic = await startDemoClinic({ liveMs: 0 });
  try {
    const settingsFile = writeSettings(folder, clinic.endpoints);
    const person = await clinic.personOf(USERNAME);
    const desk = await launchConsole({ profile, settingsFile });
    try {
      await signIn(desk.page, person, async () => clinic.codeOf(USERNAME));
      await caughtUp(desk.page, 300_000);
      const { events } = await ask(desk.page, 'audit.coverage', {});
      return { profile, settingsFile, password: person.password, events };
    } finally {
      await desk.close();
    }
  } finally {
    await clinic.close();
  }
}

async function consoleUnlocked({ profile, settingsFile, password }: Profile): Promise<Start> {
  const from = performance.now();
  const desk = await launchConsole({ profile, settingsFile });
  return measured(desk, async (page) => {
    await page.getByLabel('Password', { exact: true }).waitFor();
    const doorMs = performance.now() - from;
    await unlock(page, password);
    await firstRow(page);
    await page.keyboard.press('/');
    await page.locator('input:focus').waitFor();
    await painted(page);
    return { totalMs: performance.now() - from, doorMs };
  });
}

async function emptyWindow(folder: string): Promise<number> {
  const from = performance.now();
  const desk = await launchConsole({
    profile: join(folder, 'empty'),
    settingsFile: '',
    app: join(projectRoot, 'build', 'bench', 'empty-app'),
  });
  return measured(desk, async (page) => {
    await page.getByRole('heading', { name: 'Empty' }).waitFor();
    await painted(page);
    return performance.now() - from;
  });
}

async function measured<T>(desk: RunningConsole, work: (page: Page) => Promise<T>): Promise<T> {
  try {
    return await work(desk.page);
  } finally {
    await desk.close();
  }
}

/** Two frames: the second begins when the first is on the screen. */
async function painted(page: Page): Promise<void> {
  await page.evaluate(
    async () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => {
          requestAnimationFrame(() => {
            resolve();
          });
        });
      }),
  );
}
