/** `npm run conformance`: the edge cases against the real tools, and the lookup rules on 5,000 random worlds for each. */
import { run, runMain } from './process.mjs';

await runMain(async () => {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'conformance'];
  const env = { ...process.env, CONFORMANCE_CASES: '5000' };
  await run(process.execPath, args, { env, show: true });
});
