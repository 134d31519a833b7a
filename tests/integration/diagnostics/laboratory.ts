import { bundle } from '../../support/bundle.ts';
import { createNetworkNamespace } from '../../support/network-namespace.ts';
import { runOk } from '../../support/tools-process.ts';
import type { Outcomes } from './lab/case.ts';
import { ADDRESSES } from './lab/lab.ts';

/** Runs a group of cases in a network of its own. */
export async function runGroup(name: string): Promise<Outcomes> {
  const program = await bundle('tests/integration/diagnostics/lab/program.ts');
  const namespace = await createNetworkNamespace(Object.values(ADDRESSES));
  try {
    const [command = '', ...prefix] = namespace.prefix;
    const printed = await runOk(command, [...prefix, process.execPath, program, name]);
    return JSON.parse(printed) as Outcomes;
  } finally {
    await namespace.remove();
  }
}
