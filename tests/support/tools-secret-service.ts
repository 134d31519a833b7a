import { runOk } from './tools-process.ts';

const SERVICE = 'Pullkeeper';
/**
 * Items that hold no credential: what tells the app that the store it reads is the one it wrote to, and
 * the key of its history.
 */
const OTHER_ITEMS: readonly string[] = ['sentinel', 'history-identity'];

/**
 * The ids of the credentials that the app keeps in the keychain, asked of the Secret Service over D-Bus: a reader that shares
 * nothing with the app.
 * @see https://specifications.freedesktop.org/secret-service-spec/latest/
 */
export async function keychainAccounts(env: Readonly<Record<string, string>>): Promise<string[]> {
  const call = (path: string, method: string, ...args: string[]) =>
    runOk(
      'dbus-send',
      ['--session', '--print-reply', '--dest=org.freedesktop.secrets', path, method, ...args],
      { env: { PATH: process.env.PATH, ...env } },
    );
  const found = await call(
    '/org/freedesktop/secrets',
    'org.freedesktop.Secret.Service.SearchItems',
    `dict:string:string:service,${SERVICE}`,
  );
  const accounts: string[] = [];
  for (const [, path = ''] of found.matchAll(/object path "([^"]+)"/g)) {
    const attributes = await call(
      path,
      'org.freedesktop.DBus.Properties.Get',
      'string:org.freedesktop.Secret.Item',
      'string:Attributes',
    );
    const account = /string "account"\s+string "([^"]*)"/.exec(attributes)?.[1];
    if (account !== undefined && !OTHER_ITEMS.includes(account)) {
      accounts.push(account);
    }
  }
  return accounts;
}
