import type { CheckResult } from '../../../shared/credential.ts';
import { type CheckingDeps, checkInRun } from '../checking.ts';
import { Failure } from '../failure.ts';
import { inBounds } from '../in-bounds.ts';
import { isMarkedPlainHttp } from '../plain-http.ts';
import type { Run } from '../runs.ts';
import type { CredentialIndex } from '../vault/index.ts';
import type { CheckableEntry } from './bench.ts';

/** Failures that are about one entry, and say nothing of the others. */
const OF_ONE_ENTRY: ReadonlySet<string> = new Set([
  'REGISTRY_INVALID',
  'USERNAME_INVALID',
  'SECRET_INVALID',
]);

/**
 * Asks each registry about its entry, a few at a time, and tells each result as it comes. What was found
 * before the run was cancelled stays found.
 */
export async function checkEntries(
  run: Run,
  entries: readonly CheckableEntry[],
  deps: CheckingDeps & { readonly index: Pick<CredentialIndex, 'list'> },
  found: (entry: CheckableEntry, check: CheckResult) => void,
): Promise<void> {
  const askRealm = oneQuestion(run, deps);
  const quietly = { signal: run.signal, step() {}, askRealm };
  // A pull secret does not say how its registries are spoken to; of logins that are stored the user has said it.
  const stored = deps.index.list();
  let done = 0;
  run.progress(0, entries.length);
  const ask = async (entry: CheckableEntry) => {
    const { key, registry, username, secret } = entry;
    try {
      const plainHttp = isMarkedPlainHttp(stored, { registry, username });
      const request = { registry, username, secret, plainHttp };
      const check = await checkInRun(quietly, request, deps);
      found(entry, check);
      run.checked({ key, check, problem: null });
    } catch (error) {
      if (!(error instanceof Failure) || !OF_ONE_ENTRY.has(error.code)) throw error;
      run.checked({ key, check: null, problem: error.code });
    }
    done += 1;
    run.progress(done, entries.length);
  };
  try {
    await inBounds(entries, ask);
  } catch (error) {
    if (!run.signal.aborted) throw error;
  }
}

/** The user is asked one question at a time, and about the same token server of a registry once. */
function oneQuestion(run: Run, { consents }: CheckingDeps): Run['askRealm'] {
  let last: Promise<unknown> = Promise.resolve();
  const declined = new Set<string>();
  return (registry, realmHost) => {
    const pair = `${registry} ${realmHost}`;
    const answer = last.then(async () => {
      if (consents.allowed(registry, realmHost)) return true;
      if (declined.has(pair)) return false;
      const allow = await run.askRealm(registry, realmHost);
      if (!allow) declined.add(pair);
      return allow;
    });
    last = answer.catch(() => {});
    return answer;
  };
}
