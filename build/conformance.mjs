/** `npm run conformance`: the lookup rules against the real tools, on 5,000 random worlds. */
import { ROOT, run, runMain } from './process.mjs';

await runMain(() =>
  run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--project', 'conformance'], {
    cwd: ROOT,
    env: { ...process.env, CONFORMANCE_CASES: '2500' },
  }),
);
