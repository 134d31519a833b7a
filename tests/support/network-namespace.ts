import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, runOk } from './tools-process.ts';

/** A network of its own, with nothing but itself in it. */
export interface NetworkNamespace {
  readonly name: string;
  /** What to put before a command to run it inside, with the namespace's own resolv.conf and hosts. */
  readonly prefix: readonly string[];
  /** Where its resolv.conf and hosts are: written in place, they change inside at once. */
  readonly etc: string;
  remove(): Promise<void>;
}

/** Makes a network namespace whose loopback interface has these addresses besides its own; needs root. */
export async function createNetworkNamespace(
  addresses: readonly string[],
): Promise<NetworkNamespace> {
  const name = `pk-${randomBytes(4).toString('hex')}`;
  const etc = join('/etc/netns', name);
  await mkdir(etc, { recursive: true });
  await writeFile(join(etc, 'resolv.conf'), '');
  await writeFile(join(etc, 'hosts'), '127.0.0.1 localhost\n::1 localhost\n');
  await writeFile(join(etc, 'nsswitch.conf'), 'passwd: files\ngroup: files\nhosts: files dns\n');
  await runOk('ip', ['netns', 'add', name]);
  const prefix = ['ip', 'netns', 'exec', name];
  await runOk('ip', ['-n', name, 'link', 'set', 'lo', 'up']);
  for (const address of addresses) {
    const options = address.includes(':') ? ['nodad'] : [];
    const prefixLength = address.includes(':') ? 128 : 32;
    await runOk('ip', [
      '-n',
      name,
      'address',
      'add',
      `${address}/${prefixLength}`,
      'dev',
      'lo',
      ...options,
    ]);
  }
  return {
    name,
    prefix,
    etc,
    async remove() {
      // What a failed program left running would keep the namespace.
      const { stdout } = await run('ip', ['netns', 'pids', name]);
      for (const pid of stdout.split('\n').filter((line) => line !== '')) {
        process.kill(Number(pid), 'SIGKILL');
      }
      await run('ip', ['netns', 'delete', name]);
      await rm(etc, { recursive: true, force: true });
    },
  };
}
