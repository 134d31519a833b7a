/**
 * `npm test [-- FILTER]`: installs what is missing, builds, and runs everything; the last line is the sum.
 * With a filter only the test files whose path contains it.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { check } from './check.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { ensurePackaged } from './package.mjs';
import { ROOT, run, runMain, secondsSince, step } from './process.mjs';
import { setUp } from './setup.mjs';

/** A runner that hangs is ended, so that the sum is always printed. */
const RUNNER_LIMIT_MS = 35 * 60 * 1000;

const REPORTS = join(ROOT, 'node_modules/.cache/pullkeeper/reports');

/**
 * @typedef {object} Count
 * @property {number} passed
 * @property {number} failed
 * @property {readonly string[]} failures the names of what failed, for whoever sees the end of the output alone
 */

/** @typedef {Count & {name: string, took: string}} Result */

await runMain(async () => {
  const started = performance.now();
  const filters = process.argv.slice(2);
  delete process.env.ELECTRON_RUN_AS_NODE;

  await setUp('test');
  const electron = await ensureElectron();
  await ensureBuilt();
  await ensurePackaged(electron, { quick: true });
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });

  // One after another: the tools under test share two cores, and what waits for them has a limit.
  const results = [];
  if (filters.length === 0) results.push(await runChecks());
  results.push(await runVitest(filters), await runPlaywright(filters));

  console.log('');
  for (const { name, passed, failed, failures, took } of results) {
    console.log(`${name.padEnd(12)} ${passed} passed, ${failed} failed in ${took}`);
    for (const failure of failures) console.log(`  failed: ${failure}`);
  }
  console.log(`All of it took ${secondsSince(started)}.`);
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
});

/** @returns {Promise<Result>} each check counts as one test */
async function runChecks() {
  const started = performance.now();
  const results = await step('Checking types, format, imports and what is unused', check);
  const failures = results.filter(({ passed }) => !passed);
  for (const { name, output } of failures) console.log(`--- ${name}\n${output}\n`);
  return {
    name: 'check',
    passed: results.length - failures.length,
    failed: failures.length,
    failures: failures.map(({ name }) => name),
    took: secondsSince(started),
  };
}

/** @param {readonly string[]} filters @returns {Promise<Result>} */
function runVitest(filters) {
  const report = join(REPORTS, 'vitest.json');
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return runRunner(
    'vitest',
    'vitest/vitest.mjs',
    [...args, '--passWithNoTests', ...filters],
    {},
    () => {
      const { numPassedTests, numTotalTests, testResults } = JSON.parse(
        readFileSync(report, 'utf8'),
      );
      const failures = testResults.flatMap(vitestFailures);
      const unloaded = testResults.filter(isUnloaded).length;
      return {
        passed: numPassedTests,
        failed: numTotalTests - numPassedTests + unloaded,
        failures,
      };
    },
  );
}

/** @param {readonly string[]} filters @returns {Promise<Result>} */
function runPlaywright(filters) {
  const report = join(REPORTS, 'playwright.json');
  const args = ['test', '--reporter=list,json', '--pass-with-no-tests', ...filters];
  const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  return runRunner('playwright', '@playwright/test/cli.js', args, env, () => {
    const { stats, errors, suites } = JSON.parse(readFileSync(report, 'utf8'));
    const { expected, unexpected, flaky, skipped } = stats;
    const failed = unexpected + flaky + skipped + errors.length;
    return { passed: expected, failed, failures: suites.flatMap(playwrightFailures) };
  });
}

/** @typedef {{name: string, status: string, assertionResults: {fullName: string, status: string}[]}} VitestFile */

/** @param {VitestFile} file of a file that cannot be loaded no test failed */
function isUnloaded({ status, assertionResults }) {
  return status === 'failed' && assertionResults.length === 0;
}

/** @param {VitestFile} file @returns {string[]} */
function vitestFailures(file) {
  const path = relative(ROOT, file.name);
  if (isUnloaded(file)) return [`${path} (could not be loaded)`];
  return file.assertionResults
    .filter(({ status }) => status !== 'passed')
    .map(({ fullName }) => `${path}: ${fullName}`);
}

/**
 * @typedef {object} PlaywrightSuite
 * @property {PlaywrightSuite[]} [suites]
 * @property {{title: string, file: string, line: number, ok: boolean}[]} [specs]
 */

/** @param {PlaywrightSuite} suite @returns {string[]} */
function playwrightFailures({ suites = [], specs = [] }) {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ file, line, title }) => `${file}:${line}: ${title}`);
  return [...own, ...suites.flatMap(playwrightFailures)];
}

/**
 * Runs a test runner and reads its report. A test that did not run has not passed: it counts as failed.
 * @param {string} name
 * @param {string} cli its script, within node_modules
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {() => Count} count reads the report
 * @returns {Promise<Result>}
 */
async function runRunner(name, cli, args, env, count) {
  console.log(`\n${name}`);
  const started = performance.now();
  let ended = true;
  try {
    await run(process.execPath, [join(ROOT, 'node_modules', cli), ...args], {
      env: { ...process.env, ...env },
      show: true,
      timeoutMs: RUNNER_LIMIT_MS,
    });
  } catch {
    ended = false;
  }
  /** @type {Count} */
  let counted = { passed: 0, failed: 0, failures: [] };
  try {
    counted = count();
  } catch (error) {
    console.log(`${name} left no report: ${error}`);
    ended = false;
  }
  // It failed without a failed test: by its limit, its own set-up, or an error outside every test.
  if (!ended && counted.failed === 0) counted = { ...counted, failed: 1 };
  return { name, ...counted, took: secondsSince(started) };
}
