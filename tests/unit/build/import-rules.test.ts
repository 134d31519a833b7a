import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import rules from '../../../.dependency-cruiser.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What each rule must refuse: a file, what it imports, the rule. The imported files are made too. */
const VIOLATIONS: readonly (readonly [from: string, specifier: string, rule: string])[] = [
  ['shared/a.ts', '../electron/core/b.ts', 'shared-alone'],
  ['shared/b.ts', 'node:fs', 'shared-no-node'],
  ['shared/c.ts', 'react', 'shared-packages'],
  ['renderer/a.tsx', '../electron/core/b.ts', 'renderer-no-main'],
  ['renderer/b.tsx', 'node:path', 'renderer-no-node'],
  ['renderer/c.tsx', 'electron', 'renderer-packages'],
  ['renderer/features/login/a.tsx', '../targets/b.tsx', 'features-apart'],
  ['renderer/components/a.tsx', '../features/targets/b.tsx', 'components-below-features'],
  ['electron/preload.ts', '../shared/contract.ts', 'preload-names-only'],
  ['electron/core/a.ts', '../desktop/b.ts', 'core-alone'],
  ['electron/core/c.ts', 'electron', 'core-no-electron'],
  ['electron/core/d.ts', 'keytar', 'keytar-in-its-worker'],
  ['electron/keychain-worker.ts', './desktop/b.ts', 'worker-alone'],
  ['electron/ipc/a.ts', '../desktop/b.ts', 'ipc-below-main'],
  ['electron/ipc/b.ts', 'electron-store', 'ipc-packages'],
  ['electron/desktop/a.ts', '../ipc/c.ts', 'desktop-below-main'],
  ['electron/desktop/c.ts', '../core/b.ts', 'desktop-core-types'],
  ['electron/desktop/d.ts', 'react', 'desktop-packages'],
  ['electron/core/e.ts', '../../tests/support/b.ts', 'product-alone'],
  ['electron/core/f.ts', 'vitest', 'no-dev-packages'],
  ['electron/core/i.ts', './utils/b.ts', 'no-utils'],
  ['electron/core/g.ts', './not-there.ts', 'resolvable'],
];

/** Imports that look alike and are right. */
const ALLOWED: readonly (readonly [from: string, statement: string])[] = [
  ['electron/desktop/e.ts', "import type { B } from '../core/b.ts';"],
  ['electron/desktop/f.ts', "import { Failure } from '../core/failure.ts';"],
  ['electron/core/h.ts', "import { readFile } from 'node:fs/promises';"],
  ['electron/main.ts', "import { b } from './desktop/b.ts';"],
  ['renderer/features/login/c.tsx', "import { d } from './d.tsx';"],
];

let directory = '';
let result: ICruiseResult;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pullkeeper-rules-'));
  await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  await symlink(join(ROOT, 'package.json'), join(directory, 'package.json'));
  const files = new Map<string, string>();
  const add = (path: string, text: string) => files.set(path, `${files.get(path) ?? ''}${text}\n`);
  for (const path of [
    'electron/core/b.ts',
    'electron/core/failure.ts',
    'electron/core/utils/b.ts',
    'electron/desktop/b.ts',
    'electron/ipc/c.ts',
    'renderer/features/login/d.tsx',
    'renderer/features/targets/b.tsx',
    'shared/contract.ts',
    'tests/support/b.ts',
  ]) {
    add(path, 'export type B = 1; export const b = 1, d = 1, Failure = 1;');
  }
  for (const [from, specifier] of VIOLATIONS) add(from, `import * as it from '${specifier}'; it;`);
  for (const [from, statement] of ALLOWED) add(from, `${statement} export {};`);
  add('electron/core/cycle-a.ts', "import './cycle-b.ts';");
  add('electron/core/cycle-b.ts', "import './cycle-a.ts';");
  for (const [path, text] of files) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  const { tsConfig: _, ...options } = rules.options;
  const report = await cruise(['shared', 'electron', 'renderer'], {
    ...options,
    baseDir: directory,
    // Else node_modules is elsewhere, and no rule about packages fits.
    preserveSymlinks: true,
    ruleSet: { forbidden: rules.forbidden },
    validate: true,
  });
  if (typeof report.output === 'string') throw new Error(report.output);
  result = report.output;
});

afterAll(() => rm(directory, { recursive: true, force: true }));

describe('import rules', () => {
  test.each(VIOLATIONS)('%s may not import %s: %s', (from, _specifier, rule) => {
    const broken = result.summary.violations.filter((each) => each.from === from);
    expect(broken.map((each) => each.rule.name)).toContain(rule);
  });

  test('a cycle is refused', () => {
    const broken = result.summary.violations.filter((each) => each.rule.name === 'no-cycles');
    expect(broken.map((each) => each.from)).toContain('electron/core/cycle-a.ts');
  });

  test.each(ALLOWED)('%s may: %s', (from) => {
    expect(result.summary.violations.filter((each) => each.from === from)).toEqual([]);
  });

  test('every rule is broken by something above', () => {
    const broken = new Set(result.summary.violations.map((each) => each.rule.name));
    expect(rules.forbidden.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
  });
});
