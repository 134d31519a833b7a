import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schemaOf } from '../../../shared/contract.ts';
import { LANGUAGES } from '../../../shared/settings.ts';
import { makeCanary, scan } from '../../support/canary.ts';
import {
  type HostileServer,
  json,
  send,
  startHostileServer,
} from '../../support/hostile-server.ts';
import { createMachine, type Machine, startCore, type TestCore } from '../core/support.ts';

/** It sends back what it was sent, which is what a report must not hand on. */
let server: HostileServer;
let machine: Machine;
let core: TestCore;
let text = '';
const password = makeCanary();

beforeAll(async () => {
  server = await startHostileServer(({ headers }, response) => {
    const { authorization = '' } = headers;
    const message = `no: ${authorization} ${password}`;
    const refusal = json(401, { errors: [{ code: 'UNAUTHORIZED', message }] });
    const challenged = { ...refusal.headers, 'WWW-Authenticate': 'Basic realm="a"' };
    send(response, { ...refusal, headers: challenged });
  });
  machine = await createMachine({ HTTPS_PROXY_PASSWORD: password });
  core = startCore(machine, {
    desktop: {
      saveText: async (name, saved) => {
        text = saved;
        return name;
      },
      copyText: async (copied) => {
        text = copied;
      },
    },
  });
});

afterAll(async () => {
  await core.close();
  await machine.remove();
  await server.close();
});

async function examine(): Promise<string> {
  const auth = Buffer.from(`alice:${password}`).toString('base64');
  const runId = randomUUID();
  await core.calls['diagnosis.run']({
    runId,
    subject: {
      kind: 'pull-secret',
      text: JSON.stringify({ auths: { [server.authority]: { auth } } }),
    },
  });
  return runId;
}

describe('what is handed on', () => {
  it.each(LANGUAGES)('is made in main in %s, in words, without a secret', async (language) => {
    const of = await examine();
    for (const format of ['md', 'json'] as const) {
      const content = { what: 'diagnosis', of, format } as const;
      const { path } = await core.calls['report.save']({ content, language });
      expect(path).toBe(`pullkeeper-diagnosis.${format}`);
      expect(text).toContain(server.authority);
      expect(scan(password, [{ place: path ?? '', content: text }])).toEqual([]);
      if (format === 'json') expect(JSON.parse(text)).toMatchObject({ runId: of });
      // A key that has no words would show as itself.
      else expect(text).not.toMatch(/diagnosis\.[a-z]+\.|check\.[a-z]|lookup\.[a-z]+\./);
    }
    await core.calls['report.copy']({ content: { what: 'diagnosis', of, format: 'md' }, language });
    expect(text).toMatch(/^# /);
    expect(scan(password, [{ place: 'clipboard', content: text }])).toEqual([]);
  });

  it('is nothing that the page made', async () => {
    const { input } = await schemaOf('report.save');
    expect(input.safeParse({ name: 'diagnosis.md', text: 'anything' }).success).toBe(false);
    const content = { what: 'allow-list', format: 'csv' };
    expect(input.safeParse({ content, language: 'en' }).success).toBe(true);
    expect(input.safeParse({ content, language: 'en', text: 'anything' }).success).toBe(false);
  });

  it('has the allow-list and commands in the language of the page', async () => {
    for (const [language, word] of [
      ['en', 'Host'],
      ['zh-CN', '主机'],
      ['ja', 'ホスト'],
    ] as const) {
      const content = { what: 'allow-list', format: 'csv' } as const;
      await core.calls['report.copy']({ content, language });
      expect(text.split(',')[0]).toBe(word);
    }
    const image = { registry: 'quay.io', repository: 'a/b', reference: '1' };
    const content = { what: 'image-commands', image, shell: 'sh', format: 'txt' } as const;
    await core.calls['report.copy']({ content, language: 'en' });
    expect(text).toContain('podman pull quay.io/a/b:1');
  });

  it('has the command that shows a login, of a scope and of nothing else', async () => {
    const copy = (scope: string) =>
      core.calls['report.copy']({
        content: { what: 'shown-login', scope, format: 'txt' },
        language: 'en',
      });
    await copy('quay.io/org');
    expect(text).toBe('podman login --get-login quay.io/org');
    await copy('[2001:db8::1]:5000');
    expect(text).toBe("podman login --get-login '[2001:db8::1]:5000'");
    await expect(copy('quay.io; rm -r ~')).rejects.toMatchObject({ code: 'REGISTRY_INVALID' });
  });

  it('is gone with the run', async () => {
    const of = await examine();
    core.lock();
    const content = { what: 'diagnosis', of, format: 'md' } as const;
    await expect(core.calls['report.save']({ content, language: 'en' })).rejects.toMatchObject({
      code: 'RUN_UNKNOWN',
    });
  });
});
