import { app } from 'electron';

/** The app ends after this, whatever still runs. */
const CLOSE_LIMIT_MS = 6_000;

/**
 * Lets what runs end before the app does: `close` is called once, when every window is gone.
 *
 * @param close resolves when nothing is being written any more
 */
export function quitAfter(close: () => Promise<void>): void {
  let closing = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    const limit = setTimeout(() => app.exit(0), CLOSE_LIMIT_MS);
    void close().finally(() => {
      clearTimeout(limit);
      app.exit(0);
    });
  });
}
