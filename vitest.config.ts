import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const project = (name: string) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    // The limits are for what hangs: a machine that does other things meanwhile must not fail a test.
    // So is that of expect.poll, which by default is a second.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
  },
});

export default defineConfig({
  test: {
    // Half of the time a test waits, for other programs or for what comes after a while.
    maxWorkers: availableParallelism() + 1,
    projects: ['unit', 'integration', 'conformance'].map(project),
  },
});
