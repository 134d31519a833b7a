import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, runOk } from './tools-process.ts';

/** A password store of its own, with a key made for it. */
export interface PassStore {
  readonly env: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** @throws when gpg or pass are missing */
export async function makePassStore(): Promise<PassStore> {
  // gpg-agent's socket is in there, and a socket's path is short.
  const home = await mkdtemp(join(tmpdir(), 'pk-pass-'));
  const env = {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: home,
    GNUPGHOME: join(home, 'gnupg'),
    PASSWORD_STORE_DIR: join(home, 'store'),
  };
  await runOk('mkdir', ['-m', '700', env.GNUPGHOME]);
  const address = 'pullkeeper-test@example.com';
  const parameters = [
    '--batch',
    '--passphrase',
    '',
    '--quick-gen-key',
    address,
    'default',
    'default',
  ];
  await runOk('gpg', parameters, { env });
  await runOk('pass', ['init', address], { env });
  return {
    env,
    async remove() {
      await run('gpgconf', ['--kill', 'all'], { env });
      await rm(home, { recursive: true, force: true });
    },
  };
}
