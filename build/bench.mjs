/**
 * `npm run bench [NAME ...]`: runs tests/bench/NAME.bench.ts, or all of them, and prints what they measured: medians
 * and their ratio. Nothing fails on a time; a machine that does other things meanwhile shows other numbers.
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
  const wanted = process.argv.slice(2);
  const names = readdirSync(join(ROOT, 'tests/bench'))
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .filter((name) => wanted.length === 0 || wanted.includes(name));
  for (const name of names) {
    const { bench } = await importTypeScript(`tests/bench/${name}${SUFFIX}`);
    const measured = await bench({ electron, switches: isRoot ? ['--no-sandbox'] : [] });
    for (const each of measured) print(each);
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
