import type { CallInput, CallOutput } from '../../../shared/contract.ts';
import { Failure } from '../failure.ts';
import { inRun } from '../keeping.ts';
import type { Run } from '../runs.ts';
import type { Custody } from '../vault/custody.ts';
import type { CredentialIndex } from '../vault/index.ts';
import { Doctor, type DoctorDeps } from './doctor.ts';
import { type SaveScript, saveRootScript } from './root-scripts.ts';

export interface DoctorCallsDeps extends Omit<DoctorDeps, 'keyringLocked'> {
  readonly index: CredentialIndex;
  readonly custody: Custody;
  readonly saveScript: SaveScript;
  /** A target may not be what it was. */
  readonly changed: () => void;
}

/** The contract's calls of the doctor. */
export class DoctorCalls {
  readonly #doctor: Doctor;

  constructor(private readonly deps: DoctorCallsDeps) {
    const { custody } = deps;
    this.#doctor = new Doctor({
      ...deps,
      keyringLocked: async () => {
        const { chosen } = custody;
        return chosen.backend === 'keychain' && (await chosen.status()).state === 'locked';
      },
    });
  }

  async examine({ signal }: Run): Promise<CallOutput<'doctor.examine'>> {
    return { findings: await this.#doctor.examine(signal) };
  }

  plan(
    { signal }: Run,
    { findingId, fetch }: CallInput<'doctor.plan'>,
  ): Promise<CallOutput<'doctor.plan'>> {
    return this.#doctor.plan(findingId, fetch, signal);
  }

  async fix(
    { signal }: Run,
    { findingId, fetch }: CallInput<'doctor.fix'>,
  ): Promise<CallOutput<'doctor.fix'>> {
    try {
      return await this.#doctor.fix(findingId, fetch, signal);
    } finally {
      this.deps.changed();
    }
  }

  async saveScript({
    findingId,
  }: CallInput<'doctor.save-script'>): Promise<CallOutput<'doctor.save-script'>> {
    const { name, text } = await this.#doctor.script(findingId, new AbortController().signal);
    return { path: await this.deps.saveScript(`pullkeeper-${name}`, text) };
  }

  async rootScript(
    run: Run,
    { targetId, credentialIds }: CallInput<'targets.root-script'>,
  ): Promise<CallOutput<'targets.root-script'>> {
    const { host, index, custody, saveScript } = this.deps;
    const path = await saveRootScript(targetId, credentialIds, {
      host,
      save: saveScript,
      read: (id) => custody.read(id, inRun(run)),
      find: (id) => {
        const meta = index.find(id);
        if (meta === null) throw new Failure('CREDENTIAL_UNKNOWN');
        return meta;
      },
    });
    return { path };
  }
}
