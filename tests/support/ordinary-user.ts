import { randomBytes } from 'node:crypto';
import { cp, mkdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, runOk } from './tools-process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What the built app is made of, beside the runtime: its bundle and the two packages that are native. */
const APP_PARTS = ['package.json', 'out', 'node_modules/keytar', 'node_modules/koffi'];
/** The platform's part of koffi is a package of its own. */
const OPTIONAL_PARTS = ['node_modules/@koromix'];

/** A user without privileges, made for one test. */
export interface OrdinaryUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** What a command line is appended to, to run it as this user with the environment it is given. */
  readonly startedBy: readonly string[];
  remove(): Promise<void>;
}

/** Makes one when the tests run as root; else it is the user that runs them. */
export async function createOrdinaryUser(): Promise<OrdinaryUser> {
  const self = userInfo();
  if (self.uid !== 0) {
    return {
      name: self.username,
      uid: self.uid,
      gid: self.gid,
      startedBy: [],
      remove: async () => {},
    };
  }
  const name = `pullkeeper-${randomBytes(3).toString('hex')}`;
  await runOk('useradd', ['--no-create-home', '--user-group', '--shell', '/bin/sh', name]);
  const id = async (option: string) => Number(await runOk('id', [option, name]));
  return {
    name,
    uid: await id('-u'),
    gid: await id('-g'),
    startedBy: ['setpriv', `--reuid=${name}`, `--regid=${name}`, '--init-groups', '--'],
    async remove() {
      await runOk('userdel', ['--force', name]);
    },
  };
}

/**
 * Puts the built app and its Electron where every user can read them: a checkout and a cache may be root's alone.
 * @returns the executable and the app's directory
 */
export async function installForEverybody(
  electron: string,
  directory: string,
): Promise<{ executable: string; appDirectory: string }> {
  const appDirectory = join(directory, 'app');
  const runtime = join(directory, 'electron');
  await mkdir(appDirectory, { recursive: true });
  // Links cost nothing; another file system takes a copy.
  if ((await run('cp', ['-al', dirname(electron), runtime])).code !== 0) {
    await runOk('cp', ['-a', dirname(electron), runtime]);
  }
  for (const part of APP_PARTS) {
    await cp(join(ROOT, part), join(appDirectory, part), { recursive: true });
  }
  for (const part of OPTIONAL_PARTS) {
    await cp(join(ROOT, part), join(appDirectory, part), { recursive: true }).catch(() => {});
  }
  return { executable: join(runtime, 'electron'), appDirectory };
}
