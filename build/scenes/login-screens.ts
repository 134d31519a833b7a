import { startFaultyRegistry } from '../../tests/support/docker-registry-faults.ts';
import { createAuthority } from '../../tests/support/tls.ts';
import type { Take } from './screens.ts';
import type { Stage } from './stage.ts';

/** A registry with an authority of its own: the check that says so, and the login that was left for another page. */
export async function loginScreens({ page, say, login }: Stage, take: Take): Promise<void> {
  const authority = await createAuthority('Example Corp Issuing CA');
  const registry = await startFaultyRegistry(authority);
  try {
    await login.check({
      registry: registry.registry,
      username: 'ada',
      password: 'not-a-real-password',
    });
    await login.expectVerdict('unreachable', 'tls-untrusted');
    await take('05-unreachable');
    await page
      .getByRole('navigation')
      .getByRole('link', { name: say('nav.credentials') })
      .click();
    await page.getByRole('heading', { level: 1, name: say('nav.credentials') }).waitFor();
    await login.open();
    await take('02-registry-left');
    await login.button('unfinished.drop').click();
  } finally {
    await registry.close();
    await authority.close();
  }
}
