import type { Page } from '@playwright/test';
import type { CallName } from '../../shared/channels.ts';
import type { CredentialKind } from '../../shared/credential.ts';

/** One of the page's calls, as the page makes it. @throws Error with the code that main answered with */
export async function callFromPage<T>(page: Page, name: CallName, input?: unknown): Promise<T> {
  const answer = await page.evaluate(
    ([name, input]) =>
      window.pullkeeper?.invoke(name as CallName, input) as Promise<{
        ok: boolean;
        value: unknown;
        error: unknown;
      }>,
    [name, input] as const,
  );
  if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
  return answer.value as T;
}

/** Logs in and writes at once, without the form and what it offers. @returns the credential's id */
export async function loginFromPage(
  page: Page,
  registry: string,
  account: { readonly username: string; readonly password: string },
  targetIds: readonly string[],
  about: { readonly plainHttp?: boolean; readonly kind?: CredentialKind } = {},
): Promise<string> {
  const { committed } = await callFromPage<{ committed: { credentialId: string } }>(
    page,
    'login.start',
    {
      runId: crypto.randomUUID(),
      draft: {
        registry,
        plainHttp: true,
        kind: 'other',
        username: account.username,
        secret: account.password,
        label: '',
        ...about,
      },
      commit: { targetIds },
    },
  );
  return committed.credentialId;
}
