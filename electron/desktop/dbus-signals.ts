import { spawn } from 'node:child_process';

/**
 * Hears signals of the session bus through D-Bus's own `dbus-monitor`, without polling. Where that or the
 * bus is missing it hears nothing.
 *
 * @param env has the address of the session bus
 * @param match a match rule of D-Bus
 * @param onLine hears what is printed, a line at a time
 * @param listening is told when signals are heard from now on
 * @returns what ends it
 */
export function onSignals(
  env: Readonly<Record<string, string | undefined>>,
  match: string,
  onLine: (line: string) => void,
  listening: () => void,
): () => void {
  const child = spawn('dbus-monitor', ['--session', match], {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let rest = '';
  // The first thing that it hears is the name that the bus gave it.
  child.stdout.once('data', () => listening());
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  // Missing, or without a bus: there is nothing to hear.
  child.on('error', () => {});
  return () => void child.kill();
}
