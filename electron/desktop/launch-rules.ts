/** What the start depends on, as plain data. */
export interface Launch {
  readonly packaged: boolean;
  /** Numeric user id; -1 where the platform has none. */
  readonly uid: number;
  /** The value of a command-line switch, empty for one without a value, null when it is not there. */
  readonly switchValue: (name: string) => string | null;
}

/** Runs the window as root; without it a packaged app refuses (documented in README). */
const ALLOW_ROOT = 'allow-root';

/**
 * Switches that open the app to whoever may start it with arguments: a debugger in main or in the
 * page, flags of the script engine, a page without its walls. The fuses do not cover them.
 */
const REFUSED_SWITCHES = [
  'inspect',
  'inspect-brk',
  'inspect-port',
  'inspect-wait',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-allow-origins',
  'js-flags',
  'disable-web-security',
  'load-extension',
  'renderer-cmd-prefix',
] as const;

/**
 * Why the app must not start, in one line for the terminal; null when it may.
 *
 * From a checkout everything may: developing needs a debugger, and a container has no other user
 * than root.
 */
export function refusalToStart(launch: Launch): string | null {
  if (!launch.packaged) return null;
  const given = REFUSED_SWITCHES.find((name) => launch.switchValue(name) !== null);
  if (given !== undefined) {
    return `--${given} is not accepted: it would open the app, and the credentials it holds, to other programs.`;
  }
  if (launch.switchValue('password-store') === 'basic') {
    return '--password-store=basic is not accepted: it stores secrets under a key that everyone knows.';
  }
  const allowRoot = launch.switchValue(ALLOW_ROOT) !== null;
  if (launch.uid === 0 && !allowRoot) {
    return (
      'refusing to run as root: the window would run without its sandbox, and root reads other ' +
      'credential files than you do. Start it as yourself, or, where there is no other user, ' +
      `with --${ALLOW_ROOT} --no-sandbox.`
    );
  }
  if (launch.uid !== 0 && launch.switchValue('no-sandbox') !== null) {
    return '--no-sandbox is not accepted: the page must stay in its sandbox.';
  }
  return null;
}
