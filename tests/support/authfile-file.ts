import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory that is ours alone, with a credential file in it, on a file system of choice. */
export interface Sandbox {
  readonly dir: string;
  readonly path: string;
  remove(): void;
}

/** @param under where to make it; `/dev/shm` for one on tmpfs */
export function makeSandbox(under = tmpdir()): Sandbox {
  const dir = mkdtempSync(join(under, 'pullkeeper-authfile-'));
  const remove = (): void => rmSync(dir, { recursive: true, force: true });
  return { dir, path: join(dir, 'auth.json'), remove };
}

/** The text of a file as podman writes it, with so many entries `<prefix>-<n>`. */
export function authFileText(count: number, prefix = 'base'): string {
  const auths: Record<string, { auth: string }> = {};
  for (let at = 0; at < count; at += 1) {
    auths[`${prefix}-${at}.example.com`] = {
      auth: Buffer.from(`user-${at}:password-${at}`).toString('base64'),
    };
  }
  return JSON.stringify({ auths }, null, '\t');
}

export function writeAuthFile(path: string, count: number, mode = 0o600): void {
  writeFileSync(path, authFileText(count), { mode });
}

/** The keys of a file, in its order. @throws where it does not parse */
export function keysIn(path: string): string[] {
  const value = JSON.parse(readFileSync(path, 'utf8')) as { auths: Record<string, unknown> };
  return Object.keys(value.auths);
}

/** Whom a key logs in as, as `user:secret`; null where it is not there. */
export function loginIn(path: string, key: string): string | null {
  const value = JSON.parse(readFileSync(path, 'utf8')) as {
    auths: Record<string, { auth?: string }>;
  };
  const auth = value.auths[key]?.auth;
  return auth === undefined ? null : Buffer.from(auth, 'base64').toString('utf8');
}

export function modeOf(path: string): string {
  return (statSync(path).mode & 0o7777).toString(8);
}

/** Names of what a write of ours has left behind in a directory. */
export function leftovers(dir: string): string[] {
  return readdirSync(dir).filter((name) => name.startsWith('.pullkeeper-'));
}
