import type { Page } from '@playwright/test';

/** Brings what moves to its end at once. What turns for ever, or stands still, is left. */
export function settled(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const isEnding = ({ effect, playState }: Animation) =>
      playState === 'running' && Number(effect?.getComputedTiming().endTime) < 5_000;
    for (let frames = 0; frames < 120; frames += 1) {
      const moving = document.getAnimations().filter(isEnding);
      if (moving.length === 0) break;
      for (const animation of moving) animation.finish();
      await new Promise(requestAnimationFrame);
    }
  });
}
