import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './tests/e2e/global-setup.ts',
  outputDir: 'test-results',
  // Every file has displays, keyrings and homes of its own; two apps at a time keep two cores busy.
  workers: 2,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  // For what hangs: a machine that does other things meanwhile must not fail a test.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
});
