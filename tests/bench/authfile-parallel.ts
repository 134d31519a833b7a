import { parallelWriters } from '../support/authfile-parallel.ts';

/** Twenty processes of ours at one file, round after round. */
export async function run(print: (line: string) => void, rounds = 100): Promise<void> {
  const { logins, lost, completeRounds, failed } = await parallelWriters(20, rounds);
  print(
    `20 parallel writers x ${rounds} rounds: ${logins} logins, ${lost} lost, ${failed} refused, ` +
      `${completeRounds} of ${rounds} rounds complete`,
  );
}
