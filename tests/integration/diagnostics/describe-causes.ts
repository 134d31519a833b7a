import { beforeAll, describe, expect, it } from 'vitest';
import { REMEDY_OF } from '../../../shared/diagnosis-causes.ts';
import type { Outcomes } from './lab/case.ts';
import { GROUPS } from './lab/groups.ts';
import { runGroup } from './laboratory.ts';

const LIMIT_MS = 240_000;

/** Each case of a group: the cause is the headline, what follows from it is folded, and no secret is told. */
export function describeCauses(group: string): void {
  let outcomes: Outcomes = {};
  beforeAll(async () => {
    outcomes = await runGroup(group);
  }, LIMIT_MS);

  describe(`causes: ${group}`, () => {
    it.each(GROUPS.get(group) ?? [])(
      '$title: $cause',
      ({ title, cause, folded = [], evidence }) => {
        const outcome = outcomes[title];
        expect(outcome?.error ?? null).toBeNull();
        const [registry] = outcome?.diagnosis?.registries ?? [];
        expect(registry?.headline).toMatchObject({ cause, remedy: REMEDY_OF[cause] });
        expect(registry?.consequences).toEqual(expect.arrayContaining([...folded]));
        const probe = registry?.probes.find(({ id }) => id === registry.headline?.probeId);
        expect(probe?.evidence.map(({ code }) => code)).toEqual(
          expect.arrayContaining([...evidence]),
        );
        // It began and it ended, for every one.
        const told = registry?.probes.map(({ id }) => [
          id,
          outcome?.told[`${registry.name} ${id}`],
        ]);
        expect(told?.filter(([, times]) => times !== 2)).toEqual([]);
        expect(outcome?.sightings).toEqual([]);
      },
    );
  });
}
