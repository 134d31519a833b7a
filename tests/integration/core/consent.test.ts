import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, it } from 'vitest';
import { stage } from './stage.ts';
import { createStorage, draftFor, type Machine, startCore, type TestCore } from './support.ts';

let machine: Machine;

const on = stage();
beforeEach(() => {
  ({ machine } = on);
});

describe('a token server that is not the registry’s (N2)', () => {
  it('is asked about once, naming both, and remembered for that pair', async () => {
    const elsewhere = createServer((_, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ token: 'issued', access_token: 'issued' }));
    });
    const registryServer = createServer((request, response) => {
      const known = request.headers.authorization === 'Bearer issued';
      const { port } = elsewhere.address() as AddressInfo;
      if (!known) {
        response.statusCode = 401;
        response.setHeader(
          'www-authenticate',
          `Bearer realm="http://127.0.0.2:${port}/token",service="test"`,
        );
      }
      response.end('{}');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.2', resolve));
    await new Promise<void>((resolve) => registryServer.listen(0, '127.0.0.1', resolve));
    try {
      const registry = `127.0.0.1:${(registryServer.address() as AddressInfo).port}`;
      const consents = createStorage();
      const ask = (of: TestCore, id = randomUUID()) =>
        of.calls['login.start']({ runId: id, draft: draftFor(registry), commit: null });
      const asking = startCore(machine, { consents });
      const answering = async (allow: boolean) => {
        const id = randomUUID();
        const question = asking.next('run', (event) => event.type === 'question');
        const outcome = ask(asking, id);
        const event = await question;
        if (event.type !== 'question') throw new Error('not a question');
        expect(event).toMatchObject({
          registry,
          realmHost: `127.0.0.2:${(elsewhere.address() as AddressInfo).port}`,
        });
        await asking.calls['run.answer']({ runId: id, questionId: event.questionId, allow });
        return (await outcome).check;
      };
      expect(await answering(false)).toMatchObject({
        verdict: 'not-checked',
        reason: 'realm-declined',
      });
      expect(await answering(true)).toMatchObject({ verdict: 'verified' });
      await asking.close();

      const remembering = startCore(machine, { consents });
      expect((await ask(remembering)).check.verdict).toBe('verified');
      expect(remembering.runEvents().filter(({ type }) => type === 'question')).toEqual([]);
      await remembering.close();
    } finally {
      registryServer.close();
      elsewhere.close();
    }
  });
});
