import { runOk } from './tools-process.ts';

const SERVICE = 'Pullkeeper';
/** Tells the app that the store it reads is the one it wrote to; it holds no credential. */
const SENTINEL = 'sentinel';

/**
 * The ids of the credentials that the app keeps in the keychain, asked of the Secret Service over D-Bus: a reader that shares
 * nothing with the app.
 * @see https://specifications.freedesktop.org/secret-service-spec/latest/
 */
export async function keychainAccounts(env: Readonly<Record<string, string>>): Promise<string[]> {
  const busctl = (...args: string[]) =>
    runOk('busctl', ['--user', '--json=short', ...args], {
      env: { PATH: process.env.PATH, ...env },
    });
  const found = JSON.parse(
    await busctl(
      'call',
      'org.freedesktop.secrets',
      '/org/freedesktop/secrets',
      'org.freedesktop.Secret.Service',
      'SearchItems',
      'a{ss}',
      '1',
      'service',
      SERVICE,
    ),
  ) as { data: [string[], string[]] };
  const accounts: string[] = [];
  for (const item of found.data.flat()) {
    const { data } = JSON.parse(
      await busctl(
        'get-property',
        'org.freedesktop.secrets',
        item,
        'org.freedesktop.Secret.Item',
        'Attributes',
      ),
    ) as { data: Record<string, string> };
    if (data.account !== undefined && data.account !== SENTINEL) {
      accounts.push(data.account);
    }
  }
  return accounts;
}
