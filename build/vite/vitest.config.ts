import { defineConfig } from 'vitest/config';
import { projectRoot } from './project-root.ts';

export default defineConfig({
  root: projectRoot,
  test: {
    include: ['{shared,electron,renderer,build,e2e}/**/*.test.{ts,tsx}'],
    pool: 'forks',
    // A busy machine is slow, not wrong: these end what hangs, nothing is timed by them.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
