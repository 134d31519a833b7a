import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { runOk } from './tools-process.ts';

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
