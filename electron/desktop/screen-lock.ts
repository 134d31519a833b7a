import { onSignals } from './dbus-signals.ts';

/** What GNOME, KDE and others signal on the session bus when the screen is locked, or no longer. */
const MATCH = "type='signal',member='ActiveChanged'";
const SENT_BY =
  /^signal .* path=(?:\/org\/(?:gnome|freedesktop)\/ScreenSaver|\/ScreenSaver);.*member=ActiveChanged$/;

/**
 * Hears when the screen is locked, on Linux, where Electron does not tell.
 *
 * @param env has the address of the session bus
 * @param listening is told when signals are heard from now on
 * @returns what ends it
 */
export function onScreenLock(
  env: Readonly<Record<string, string | undefined>>,
  locked: () => void,
  listening: () => void = () => {},
): () => void {
  let isAbout = false;
  const onLine = (line: string) => {
    if (isAbout && line.trim() === 'boolean true') locked();
    isAbout = SENT_BY.test(line);
  };
  return onSignals(env, MATCH, onLine, listening);
}
