import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';

/** The user's autostart entry of the app. @see https://specifications.freedesktop.org/autostart-spec/ */
export function autostartPath(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  const config = env.XDG_CONFIG_HOME;
  const base = config !== undefined && isAbsolute(config) ? config : join(home, '.config');
  return join(base, 'autostart', 'pullkeeper.desktop');
}

/** Whether the desktop would start the app. A desktop's own tool may have switched the entry off. */
export async function isAutostartOn(path: string): Promise<boolean> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return false;
  }
  return !/^(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/m.test(text);
}

/**
 * Writes the entry, or removes it.
 * @param command the program and its arguments
 */
export async function setAutostart(
  path: string,
  on: boolean,
  command: readonly string[],
): Promise<void> {
  if (!on) {
    await rm(path, { force: true });
    return;
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(
    path,
    [
      '[Desktop Entry]',
      'Type=Application',
      'Name=Pullkeeper',
      `Exec=${[...command, '--hidden'].map(quoteExec).join(' ')}`,
      'Icon=pullkeeper',
      'Terminal=false',
      'X-GNOME-Autostart-enabled=true',
      '',
    ].join('\n'),
    { mode: 0o644 },
  );
}

/** @see https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html */
export function quoteExec(word: string): string {
  const field = word.replaceAll('%', '%%');
  if (/^[\w./:=@+-]+$/.test(field)) return field;
  // Once for the quoting, once more for the string that holds it.
  const quoted = field.replaceAll(/["`$\\]/g, '\\$&').replaceAll('\\', '\\\\');
  return `"${quoted}"`;
}
