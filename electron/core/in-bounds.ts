/** How many checks run at the same time, and how many of them ask the same registry. */
const OVERALL = 6;
const PER_REGISTRY = 2;

/** Works through all, a few at a time overall and for each registry. @throws what the first work throws */
export async function inBounds<T extends { readonly registry: string }>(
  all: readonly T[],
  work: (each: T) => Promise<void>,
): Promise<void> {
  const waiting = [...all];
  const asked = new Map<string, number>();
  let active = 0;
  await new Promise<void>((resolve, reject) => {
    const start = (): void => {
      while (active < OVERALL) {
        const at = waiting.findIndex(({ registry }) => (asked.get(registry) ?? 0) < PER_REGISTRY);
        const [each] = at < 0 ? [] : waiting.splice(at, 1);
        if (each === undefined) break;
        const { registry } = each;
        const count = (by: number) => asked.set(registry, (asked.get(registry) ?? 0) + by);
        active += 1;
        count(1);
        work(each).then(
          () => {
            active -= 1;
            count(-1);
            start();
          },
          (error: unknown) => {
            waiting.length = 0;
            reject(error);
          },
        );
      }
      if (active === 0) resolve();
    };
    start();
  });
}
