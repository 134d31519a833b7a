import { randomUUID } from 'node:crypto';
import { onStage } from '../../build/scenes/stage.ts';
import type { CallOutput, Envelope } from '../../shared/contract.ts';
import type { LoginDraft } from '../../shared/login.ts';
import { startDockerRegistry, trustRegistry } from '../support/docker-registry.ts';
import { createAuthority } from '../support/tls.ts';
import { runOk } from '../support/tools-process.ts';
import { alternate, type BenchOptions, type Measured } from './measure.ts';

const ROUNDS = 15;
const ACCOUNT = { username: 'bench', password: 'a password for one bench' };

/**
 * The login job: `login.start`, told to commit, from the page to its answer: checked, in the keychain, in the files.
 * Over the wall time of `podman login` to the same registry, which checks and writes one file.
 */
export async function bench({ electron, switches }: BenchOptions): Promise<Measured[]> {
  const options = { electron, pictures: '', display: null, sandbox: switches.length === 0 };
  const authority = await createAuthority();
  const registry = await startDockerRegistry('basic', ACCOUNT, authority);
  try {
    return await onStage(options, async ({ env, home, page }) => {
      await trustRegistry(home.home, registry);
      const targetIds = await page.evaluate(preferredTargets);
      const draft: LoginDraft = {
        registry: registry.registry,
        plainHttp: false,
        kind: 'other',
        username: ACCOUNT.username,
        secret: ACCOUNT.password,
        label: '',
      };
      const ours = () => page.evaluate(loginJob, { runId: randomUUID(), draft, targetIds });
      const podman = async () => {
        const started = performance.now();
        await runOk(
          'podman',
          ['login', '--username', ACCOUNT.username, '--password-stdin', registry.registry],
          { env, input: ACCOUNT.password },
        );
        return performance.now() - started;
      };
      const taken = await alternate(ROUNDS, ours, podman);
      return [
        {
          name: 'login job, to keychain and files written',
          unit: 'ms',
          ours: taken.ours,
          other: { name: 'podman login', values: taken.other },
          aim: 1,
        },
      ];
    });
  } finally {
    await registry.close();
  }
}

interface Page {
  readonly pullkeeper: {
    invoke<N extends 'login.start' | 'targets.list'>(
      name: N,
      input?: unknown,
    ): Promise<Envelope<CallOutput<N>>>;
  };
}

/** Runs in the page. @returns what the window proposes to write to */
async function preferredTargets(): Promise<string[]> {
  const answer = await (window as unknown as Page).pullkeeper.invoke('targets.list');
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.filter(({ preferred }) => preferred).map(({ id }) => id);
}

interface LoginJob {
  readonly runId: string;
  readonly draft: LoginDraft;
  readonly targetIds: readonly string[];
}

/** Runs in the page. @returns milliseconds from the call to its answer */
async function loginJob({ runId, draft, targetIds }: LoginJob): Promise<number> {
  const started = performance.now();
  const answer = await (window as unknown as Page).pullkeeper.invoke('login.start', {
    runId,
    draft,
    commit: { targetIds },
  });
  const tookMs = performance.now() - started;
  if (answer.ok && answer.value.committed?.targets.every(({ outcome }) => outcome !== 'failed')) {
    return tookMs;
  }
  throw new Error(`not logged in: ${JSON.stringify(answer)}`);
}
