import { ADDRESSES } from '../integration/diagnostics/lab/lab.ts';
import { bundle } from '../support/bundle.ts';
import { createNetworkNamespace } from '../support/network-namespace.ts';
import { runOk } from '../support/tools-process.ts';
import type { DiagnosisFigures } from './diagnosis-lab.ts';
import type { Measured } from './measure.ts';

/**
 * A diagnosis over the round trips that it needs, ten of them over the slowest one, and one in which nothing answers
 * over its stated limit. In a network of its own; needs root.
 */
export async function bench(): Promise<Measured[]> {
  const program = await bundle('tests/bench/diagnosis-lab.ts');
  const namespace = await createNetworkNamespace(Object.values(ADDRESSES));
  try {
    const [command = '', ...prefix] = namespace.prefix;
    const call = `import(${JSON.stringify(program)}).then(({ run }) => run((text) => process.stdout.write(text, () => process.exit(0))))`;
    const printed = await runOk(command, [...prefix, process.execPath, '--eval', call]);
    const { healthy, sideBySide, filtered } = JSON.parse(printed) as DiagnosisFigures;
    return [
      {
        name: 'diagnosis of a healthy registry and image',
        unit: 'ms',
        ours: healthy.ours,
        other: { name: 'the round trips it needs', values: healthy.other },
        aim: 1.5,
      },
      {
        name: 'ten registries side by side, each answer after 100 ms',
        unit: 'ms',
        ours: sideBySide.ours,
        other: { name: 'the slowest one alone', values: sideBySide.other },
        aim: 1.5,
      },
      {
        name: 'diagnosis in which nothing answers',
        unit: 'ms',
        ours: filtered.ours,
        other: { name: 'its stated limit', values: [filtered.limitMs] },
        aim: 1,
      },
    ];
  } finally {
    await namespace.remove();
  }
}
