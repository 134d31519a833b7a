/**
 * `npm run bench [NAME ...]`: prints medians and their ratio of each tests/bench/*.bench.ts. With names, those alone;
 * a NAME without a .bench.ts is tests/bench/NAME.ts, which takes long and prints for itself. Nothing fails on a time:
 * a machine that does other things meanwhile shows other numbers.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { electronVersion, ensureElectron } from './electron-runtime.mjs';
import { isRoot, ROOT, runMain } from './process.mjs';
import { setUp } from './setup.mjs';

const SUFFIX = '.bench.ts';

await runMain(async () => {
  await setUp('test');
  const electron = await ensureElectron();
  await ensureBuilt();
  const { importTypeScript } = await import('./typescript.mjs');
  console.log(`Electron ${electronVersion(electron)}, Node ${process.versions.node}`);
  const files = readdirSync(join(ROOT, 'tests/bench'));
  const wanted = process.argv.slice(2);
  const chosen =
    wanted.length === 0
      ? files.filter((file) => file.endsWith(SUFFIX))
      : wanted.map((name) => (files.includes(name + SUFFIX) ? name + SUFFIX : `${name}.ts`));
  for (const file of chosen) {
    const { bench, run } = await importTypeScript(`tests/bench/${file}`);
    if (bench === undefined) await run(console.log);
    else {
      const measured = await bench({ electron, switches: isRoot ? ['--no-sandbox'] : [] });
      for (const each of measured) print(each);
    }
  }
});

/** @param {import('../tests/bench/measure.ts').Measured} measured */
function print({ name, unit, ours, other, aim }) {
  const [our, their] = [median(ours), median(other.values)];
  console.log(
    `${name}: ${format(our)} ${unit}, ${other.name} ${format(their)} ${unit}: ` +
      `ratio ${(our / their).toFixed(2)} (aim: at most ${aim}; ${ours.length} rounds)`,
  );
}

/** @param {number} value */
function format(value) {
  return value.toFixed(value < 10 ? 2 : 0);
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
