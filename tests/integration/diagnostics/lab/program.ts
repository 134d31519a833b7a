import { createAuthority } from '../../../support/tls.ts';
import { GROUPS } from './groups.ts';
import { Lab, type Outcome } from './lab.ts';

/**
 * Runs inside a network namespace: arranges each case of a group, diagnoses it, tears it down, and prints what
 * became of it. `program.js <group>`
 */
const group = GROUPS.get(process.argv[2] ?? '');
if (group === undefined) throw new Error('unknown group');
const authority = await createAuthority('Example Private CA');
const outcomes: Record<string, Outcome & { readonly ms: number }> = {};
for (const { title, arrange } of group) {
  const lab = await Lab.open(authority);
  const startedAt = performance.now();
  try {
    outcomes[title] = {
      ...(await lab.diagnose(await arrange(lab))),
      ms: performance.now() - startedAt,
    };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    outcomes[title] = { diagnosis: null, sightings: [], told: {}, error: text, ms: 0 };
  } finally {
    await lab.close();
  }
}
await authority.close();
// What a core left to do behind its result must not hold the program.
process.stdout.write(JSON.stringify(outcomes), () => process.exit(0));
