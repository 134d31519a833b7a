import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { onSignals } from '../dbus-signals.ts';

const run = promisify(execFile);
/** Who shows the icons of the tray. @see https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/ */
const WATCHER = 'org.kde.StatusNotifierWatcher';
const MATCH = `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${WATCHER}'`;
const ASK_MS = 5_000;

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Follows whether the desktop shows icons in a tray: panels start after their session, end and come back.
 *
 * @param changed hears what is so at first, then each change
 * @returns what ends it
 */
export function onTrayHost(env: Env, changed: (isThere: boolean) => void): () => void {
  let known: boolean | null = null;
  let asking = Promise.resolve();
  let ended = false;
  const ask = () => {
    asking = asking.then(async () => {
      const isThere = await hasTrayHost(env);
      if (ended || isThere === known) return;
      known = isThere;
      changed(isThere);
    });
  };
  const onLine = (line: string) => {
    if (line.includes('member=NameOwnerChanged')) ask();
  };
  const stop = onSignals(env, MATCH, onLine, () => {});
  ask();
  return () => {
    ended = true;
    stop();
  };
}

/** Without a bus, or D-Bus's own tools, there is no tray. */
async function hasTrayHost(env: Env): Promise<boolean> {
  try {
    const { stdout } = await run(
      'dbus-send',
      [
        '--session',
        '--print-reply',
        '--dest=org.freedesktop.DBus',
        '/org/freedesktop/DBus',
        'org.freedesktop.DBus.NameHasOwner',
        `string:${WATCHER}`,
      ],
      { env: { ...env }, timeout: ASK_MS },
    );
    return stdout.includes('boolean true');
  } catch {
    return false;
  }
}
