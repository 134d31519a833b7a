import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { refuseOtherElectron } from '../../../build/package.mjs';

const { devDependencies } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
) as { devDependencies: { electron: string } };

test('packages for others are made with the pinned Electron, neither with an older nor with a newer one', () => {
  expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
  expect(() => refuseOtherElectron(devDependencies.electron)).not.toThrow();
  for (const other of ['33.2.1', '99.0.0']) {
    expect(() => refuseOtherElectron(other)).toThrow(`${other} is what there is`);
  }
});
