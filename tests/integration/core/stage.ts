import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import {
  type DemoRegistry,
  startDemoRegistry,
} from '../../../electron/core/demo-registry/demo-registry.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';
import { trustPlainHttp } from '../../support/tools.ts';
import { createMachine, type Machine, startCore, type TestCore } from './support.ts';

type CoreOptions = Parameters<typeof startCore>[1];

/** The account of the stage's registry beside the demo account. */
export const BOB = { username: 'bob', password: 'bobs-password' } as const;

/** What the tests of a file play on: one registry, and a machine with a core that are new for each test. */
export interface Stage {
  readonly demo: DemoRegistry;
  readonly machine: Machine;
  readonly core: TestCore;
  /** Starts another core on the machine, in the place of one that the test has done with. */
  open(options?: CoreOptions): TestCore;
}

export interface StageOptions {
  readonly accounts?: readonly { readonly username: string; readonly password: string }[];
  /** Has the tools of the machine speak plain HTTP to the registry. */
  readonly trusted?: boolean;
  /** Of each test's first core. */
  readonly core?: () => CoreOptions;
}

/** Sets up before and takes down after the tests of a file. */
export function stage(options: StageOptions = {}): Stage {
  const { accounts = [], trusted = false, core: optionsOf = () => ({}) } = options;
  let demo: DemoRegistry;
  let machine: Machine;
  let core: TestCore;
  // Closing waits until a written file was looked at again; the next test need not.
  const closing: Promise<unknown>[] = [];
  beforeAll(async () => {
    demo = await startDemoRegistry({ accounts: [DEMO_ACCOUNT, BOB, ...accounts] });
  });
  beforeEach(async () => {
    machine = await createMachine();
    if (trusted) await trustPlainHttp(machine, demo.registry);
    core = startCore(machine, optionsOf());
  });
  afterEach(() => {
    const { remove } = machine;
    closing.push(core.close().then(remove));
  });
  afterAll(async () => {
    await Promise.all(closing);
    await demo.close();
  });
  return {
    get demo() {
      return demo;
    },
    get machine() {
      return machine;
    },
    get core() {
      return core;
    },
    open(next) {
      core = startCore(machine, next);
      return core;
    },
  };
}
