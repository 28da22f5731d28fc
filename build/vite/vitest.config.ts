import { defineConfig } from 'vitest/config';
import { projectRoot } from './project-root.ts';

export default defineConfig({
  root: projectRoot,
  test: {
    include: ['{shared,electron,renderer,build,e2e}/**/*.test.{ts,tsx}'],
    pool: 'forks',
    testTimeout: 30_000,
  },
});
