import { spawn } from 'node:child_process';

/** What GNOME, KDE and others signal on the session bus when the screen is locked, or no longer. */
const MATCH = "type='signal',member='ActiveChanged'";
const SENT_BY =
  /^signal .* path=(?:\/org\/(?:gnome|freedesktop)\/ScreenSaver|\/ScreenSaver);.*member=ActiveChanged$/;

/**
 * Hears when the screen is locked, on Linux, where Electron does not tell. Nothing is polled: it listens
 * through D-Bus's own `dbus-monitor`, and where that is missing it hears nothing.
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
  const child = spawn('dbus-monitor', ['--session', MATCH], {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let rest = '';
  let isAbout = false;
  // The first thing that it hears is the name that the bus gave it.
  child.stdout.once('data', () => listening());
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (isAbout && line.trim() === 'boolean true') locked();
      isAbout = SENT_BY.test(line);
    }
  });
  // Missing, or without a bus: there is nothing to hear.
  child.on('error', () => {});
  return () => void child.kill();
}
