import { defineConfig } from 'playwright/test';
import { join } from 'node:path';
import { projectRoot, runtimeFromEnv, runtimeWords } from './support/runtime.ts';

// Workers read this file too; it is said once.
if (process.env['TEST_WORKER_INDEX'] === undefined) console.log(runtimeWords(runtimeFromEnv()));

// oxlint-disable-next-line import/no-default-export -- Playwright reads the default export
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  // Only on Linux can the keychain be taken away from a program.
  testIgnore: process.platform === 'linux' ? [] : ['keychain.spec.ts'],
  outputDir: join(projectRoot, 'node_modules', '.cache', 'medminder', 'e2e'),
  // One console at a time: they would fight for the cores, and a slow start would look like a fault.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
});
