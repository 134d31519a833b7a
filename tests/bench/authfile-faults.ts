import { tmpdir } from 'node:os';
import { FAULTS, faultAt, pointsOf, SCENES } from '../support/authfile-faults.ts';

/** Every system call of a write with every fault, by strace. */
export async function run(print: (line: string) => void): Promise<void> {
  for (const under of [tmpdir(), '/dev/shm']) {
    for (const scene of SCENES) {
      const points = await pointsOf(scene, under);
      const problems: string[] = [];
      for (const point of points) {
        for (const fault of FAULTS) {
          problems.push(...(await faultAt(scene, under, { ...point, fault })));
        }
      }
      print(
        `faults under ${under}, ${scene}: ${points.length} system calls x ${FAULTS.length} faults, ` +
          `${problems.length} neither old nor new`,
      );
      for (const problem of problems) print(`  ${problem}`);
    }
  }
}
