import type { Host } from '../../electron/core/host.ts';
import {
  type CheckOptions,
  type CheckRequest,
  checkCredential,
} from '../../electron/core/registry/check.ts';
import type { CheckStepEvent } from '../../electron/core/registry/steps.ts';
import { Secret } from '../../electron/core/secret.ts';
import type { CheckResult } from '../../shared/credential.ts';

/** What no server but the right one may ever see, and no result may ever repeat. */
export const CANARY = { username: '1234567|canary', password: 'canary-5ecret/+päss' } as const;

/** A machine without anything of its own: no certificates, no home. */
export const BARE_HOST: Host = {
  env: {},
  home: '/nonexistent',
  uid: 1000,
  platform: 'linux',
};

export interface Checked {
  readonly result: CheckResult;
  /** `step status`, in order. */
  readonly steps: readonly string[];
  readonly events: readonly CheckStepEvent[];
}

/** Checks the canary account at a registry on this machine. Plain HTTP unless told otherwise. */
export async function check(
  registry: string,
  {
    plainHttp = true,
    username = CANARY.username,
    password = CANARY.password,
    ...options
  }: Partial<CheckOptions> &
    Partial<Omit<CheckRequest, 'registry' | 'secret'>> & { password?: string } = {},
): Promise<Checked> {
  const events: CheckStepEvent[] = [];
  const result = await checkCredential(
    { registry, plainHttp, username, secret: new Secret(password) },
    {
      host: BARE_HOST,
      signal: new AbortController().signal,
      onStep: (event) => events.push(event),
      ...options,
    },
  );
  const steps = events.map(({ step, status }) => `${step} ${status}`);
  return { result, steps, events };
}
