import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A runtime directory is on tmpfs on every desktop; this is where Debian has one for everybody. */
const TMPFS = '/dev/shm';

/** A home of its own for one app and the tools beside it. Nothing of the real one is in its environment. */
export interface AppHome {
  /** Everything of it is below here, but for the runtime directory. */
  readonly root: string;
  readonly home: string;
  /** `XDG_RUNTIME_DIR`, 0700, on tmpfs. */
  readonly runtime: string;
  readonly userData: string;
  /** Where podman, skopeo and buildah write. */
  readonly authFile: string;
  /** Where docker writes. */
  readonly dockerConfig: string;
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface AppHomeOptions {
  /** Whose it is. Default: the user that runs the tests. */
  readonly owner?: { readonly uid: number; readonly gid: number; readonly name: string };
  readonly locale?: string;
}

export async function createAppHome({ owner, locale }: AppHomeOptions = {}): Promise<AppHome> {
  const root = await mkdtemp(join(tmpdir(), 'pullkeeper-home-'));
  const runtime = await mkdtemp(join(TMPFS, 'pullkeeper-run-'));
  const home = join(root, 'home');
  const temporary = join(root, 'tmp');
  const own = async (path: string) => {
    if (owner !== undefined) {
      await chown(path, owner.uid, owner.gid);
    }
  };
  for (const directory of [home, temporary]) {
    await mkdir(directory, { mode: 0o700 });
  }
  await Promise.all([root, runtime, home, temporary].map(own));
  return {
    root,
    home,
    runtime,
    userData: join(root, 'user-data'),
    authFile: join(runtime, 'containers', 'auth.json'),
    dockerConfig: join(home, '.docker', 'config.json'),
    env: {
      PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
      HOME: home,
      TMPDIR: temporary,
      LANG: locale ?? 'C.UTF-8',
      XDG_RUNTIME_DIR: runtime,
      XDG_CONFIG_HOME: join(home, '.config'),
      XDG_DATA_HOME: join(home, '.local', 'share'),
      XDG_CACHE_HOME: join(home, '.cache'),
      ...(owner === undefined ? {} : { USER: owner.name, LOGNAME: owner.name }),
    },
    async close() {
      // podman leaves directories of its own that it has taken the write permission from.
      await rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      await rm(runtime, { recursive: true, force: true });
    },
  };
}
