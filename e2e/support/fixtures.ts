import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from 'playwright/test';
import { startDemoClinic, writeSettings } from './demo-clinic.ts';
import type { DemoClinic } from './demo-clinic.ts';
import { signIn } from './desk.ts';
import { launchConsole } from './launch-console.ts';
import type { ConsoleOptions, RunningConsole } from './launch-console.ts';

export { expect } from 'playwright/test';

/** Enough for filters and pages, and fetched in a second. The whole history is for the one test that needs it. */
const EVENTS = 400;
const ACTION_TIMEOUT_MS = 20_000;

/** The folders of one test, deleted after it. */
export interface Place {
  readonly profile: string;
  /** The console's temporary folder. */
  readonly temp: string;
  readonly settingsFile: string;
}

export type OpenConsole = (options?: Partial<ConsoleOptions>) => Promise<RunningConsole>;

interface TestFixtures {
  readonly place: Place;
  /** Starts the console in the test's place; whatever still runs at the end is closed. */
  readonly openConsole: OpenConsole;
  /** Starts the console and signs a person of the clinic in. */
  readonly consoleOf: (username: string) => Promise<RunningConsole>;
  /** Settings beyond the clinic's own, for `test.use`. */
  readonly moreSettings: Readonly<Record<string, unknown>>;
}

interface WorkerFixtures {
  /** One clinic for all tests of a worker, with little history and no events of its own accord. */
  readonly clinic: DemoClinic;
}

/** Playwright's `test`, with a demo clinic per worker and a profile of its own for each test. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  clinic: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads which fixtures are wanted from this pattern
    async ({}, use) => {
      const clinic = await startDemoClinic({ liveMs: 0, fhirChecksRevocation: true });
      await clinic.reset();
      await clinic.emit(EVENTS);
      await use(clinic);
      await clinic.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  moreSettings: [{}, { option: true }],
  place: async ({ clinic, moreSettings }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'mm-e2e-'));
    const profile = join(folder, 'profile');
    const temp = join(folder, 'tmp');
    for (const each of [profile, temp]) mkdirSync(each, { mode: 0o700 });
    await use({ profile, temp, settingsFile: writeSettings(profile, clinic.endpoints, moreSettings) });
    await clinic.faults([]);
    await clinic.quirks({});
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  openConsole: async ({ place }, use, info) => {
    const running: RunningConsole[] = [];
    await use(async ({ env, ...options } = {}) => {
      const opened = await launchConsole({
        profile: place.profile,
        settingsFile: place.settingsFile,
        env: { TMPDIR: place.temp, ...env },
        ...options,
      });
      opened.page.setDefaultTimeout(ACTION_TIMEOUT_MS);
      running.push(opened);
      return opened;
    });
    for (const each of running) {
      if (info.status !== info.expectedStatus) {
        const path = info.outputPath('page.png');
        await each.page.screenshot({ path, timeout: 5_000 }).catch(() => undefined);
        await info.attach('said', { body: each.said(), contentType: 'text/plain' });
      }
      await each.close();
    }
  },
  consoleOf: async ({ clinic, openConsole }, use) => {
    await use(async (username) => {
      const running = await openConsole();
      const person = await clinic.personOf(username);
      await signIn(running.page, person, async () => await clinic.codeOf(username));
      return running;
    });
  },
});
