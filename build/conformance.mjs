/** `npm run conformance`: the lookup rules against the real tools, on 5,000 random worlds. */
import { run, runMain } from './process.mjs';

await runMain(async () => {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'conformance'];
  const env = { ...process.env, CONFORMANCE_CASES: '2500' };
  await run(process.execPath, args, { env, show: true });
});
