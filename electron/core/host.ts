import { homedir, userInfo } from 'node:os';

/** What the locations and rules depend on, as plain data, so that every platform's rules run anywhere. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Numeric user id; -1 where the platform has none (Windows). */
  readonly uid: number;
  readonly platform: 'linux' | 'darwin' | 'win32';
}

/** The machine this process runs on. */
export function currentHost(): Host {
  const platform = process.platform;
  return {
    env: process.env,
    home: homedir(),
    uid: userInfo().uid,
    platform: platform === 'darwin' || platform === 'win32' ? platform : 'linux',
  };
}
