import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { makeCanary } from '../support/canary.ts';
import { type Page, test } from './boundary-fixtures.ts';
import { agrees, questionsOf } from './pages/file-dialog.ts';
import { LoginPage } from './pages/login-page.ts';
import { wordsOf } from './pages/words.ts';

const say = wordsOf('en');

test.describe('what the page cannot give', () => {
  test('I5: an answer to a question of main’s own, which names what is asked', async ({
    createWorkstation,
  }) => {
    const workstation = await createWorkstation();
    const { page } = await workstation.start();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const call = (name: string, input: unknown) =>
      page.evaluate(
        ([name, input]) => (globalThis as unknown as Page).pullkeeper.invoke(name, input),
        [name, input] as const,
      );
    const settings = {
      mode: 'manual',
      url: 'http://evil.example:3128',
      username: '',
      noProxy: '',
    };
    const redHat = {
      clientId: 'x',
      issuer: 'https://sso.evil.example',
      apiBase: '',
      registry: 'registry.evil.example',
    };
    const draft = {
      registry: 'registry.corp.example:5000',
      plainHttp: true,
      kind: 'other',
      username: 'x',
      secret: makeCanary(),
      label: '',
    };
    await agrees(workstation.electron, false);
    for (const [name, input] of [
      ['proxy.set', { settings }],
      ['red-hat.configure', { settings: redHat }],
      ['login.start', { runId: randomUUID(), draft, commit: { targetIds: [] } }],
      ['vault.choose', { backend: 'memory' }],
    ] as const) {
      expect(await call(name, input), name).toMatchObject({
        ok: false,
        error: { code: 'CANCELLED' },
      });
    }
    expect(await questionsOf(workstation.electron)).toEqual([
      expect.stringContaining('http://evil.example:3128'),
      expect.stringMatching(/sso\.evil\.example[\s\S]*registry\.evil\.example/),
      expect.stringContaining('registry.corp.example:5000'),
      expect.any(String),
    ]);
  });

  test('I4: a secret shows in the window when main has named it and the user has said yes, else not', async ({
    askingWorkstation: workstation,
    basicRegistry: { registry, account },
  }) => {
    const { page, electron } = await workstation.start();
    const login = new LoginPage(page, say);
    await login.logIn({ registry, ...account });
    await login.finish();
    const details = say('credentials.details', { registry, user: account.username });
    await page.getByRole('button', { name: details, exact: true }).click();
    await agrees(electron, false);
    const show = page.getByRole('button', { name: say('secretSection.show') });
    await show.click();
    await workstation.answerKeyring();
    await expect(show).toBeEnabled();
    const [question, ...others] = await questionsOf(electron);
    expect(question).toContain(registry);
    expect(question).toContain(account.username);
    expect(others).toEqual([]);
    // Neither on the screen nor on its way there: both are searched at the end.
    await workstation.readScreen('a secret that was not shown');
  });

  test('U4: a paste: what is on the clipboard comes in when the user pastes, and not before', async ({
    createWorkstation,
  }) => {
    const workstation = await createWorkstation();
    const { page } = await workstation.start();
    await page.getByRole('link', { name: say('nav.diagnosis') }).click();
    const field = page.getByRole('textbox', { name: say('diagnosis.field') });
    await field.focus();
    await workstation.electron.evaluate(({ clipboard }) => clipboard.writeText('on the clipboard'));
    const read = await page.evaluate(async () => {
      const asked = await navigator.clipboard.readText().catch(({ name }: Error) => name);
      return { asked, done: document.execCommand('paste') };
    });
    expect(read).toEqual({ asked: 'NotAllowedError', done: false });
    await expect(field).toHaveValue('');
    await page.keyboard.press('Control+V');
    await expect(field).toHaveValue('on the clipboard');
  });
});
