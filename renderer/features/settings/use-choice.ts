import { startTransition, useOptimistic } from 'react';

/** Shows a choice at once, while main is still asked; if main refuses, the old one comes back. */
export function useChoice<T>(
  value: T,
  change: (value: T) => Promise<unknown>,
): { readonly shown: T; readonly choose: (value: T) => void } {
  const [shown, show] = useOptimistic(value);
  const choose = (next: T) =>
    startTransition(async () => {
      show(next);
      await change(next).catch(() => {});
    });
  return { shown, choose };
}
