/** `npm run check`: what can be said of the code without running it. Prints failures and one line. */
import { join } from 'node:path';
import { isMain, ROOT, run, runMain, secondsSince } from './process.mjs';

const SIDES = ['shared', 'electron', 'renderer', 'tests', 'build'];

/** @param {string} path within node_modules */
const cli = (path) => join(ROOT, 'node_modules', path);

/** @type {readonly {name: string, args: readonly string[]}[]} each run with node */
const CHECKS = [
  ...SIDES.map((side) => ({
    name: `types of ${side}`,
    args: [cli('@typescript/native/bin/tsc'), '-p', side],
  })),
  {
    name: 'format and lint',
    args: [cli('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '--colors=off'],
  },
  {
    name: 'import rules',
    args: [
      cli('dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config=.dependency-cruiser.mjs',
      '--output-type=err',
      ...SIDES,
    ],
  },
  {
    name: 'nothing unused',
    args: [cli('knip/bin/knip.js'), '--no-config-hints'],
  },
];

/**
 * Runs every check, all at once.
 * @returns {Promise<{name: string, passed: boolean, output: string}[]>} in the order of CHECKS
 */
export function check() {
  return Promise.all(
    CHECKS.map(async ({ name, args }) => {
      try {
        return { name, passed: true, output: await run(process.execPath, args) };
      } catch (error) {
        return {
          name,
          passed: false,
          output: error instanceof Error ? error.message : String(error),
        };
      }
    }),
  );
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    const started = performance.now();
    const results = await check();
    const failed = results.filter(({ passed }) => !passed);
    for (const { name, output } of failed) console.log(`--- ${name}\n${output}\n`);
    console.log(
      `check: ${results.length - failed.length} passed, ${failed.length} failed (${secondsSince(started)})`,
    );
    return failed.length === 0 ? 0 : 1;
  });
}
