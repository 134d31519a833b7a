import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../electron/core/failure.ts';
import type { Log } from '../../../electron/core/log.ts';
import { createDispatch, type Handlers } from '../../../electron/ipc/dispatch.ts';
import { type CallEvent, createGuard } from '../../../electron/ipc/guard.ts';
import { CALL_NAMES, type CallName } from '../../../shared/channels.ts';
import { schemaOf } from '../../../shared/contract.ts';
import { wireError } from '../../../shared/errors.ts';

const ORIGIN = 'app://pullkeeper';
const ours: CallEvent = { sender: { id: 1 }, senderFrame: { origin: ORIGIN, parent: null } };
const SECRET = 'canary-5f1c';
const RUN = 'a3bb189e-8bf9-4c8b-9beb-5b5a1a5b1c11';

/** A log that keeps its lines. */
function memoryLog() {
  const lines: { level: string; event: string; fields: Record<string, unknown> }[] = [];
  const at =
    (level: string) =>
    (event: string, fields: Record<string, unknown> = {}): void => {
      lines.push({ level, event, fields });
    };
  const log: Pick<Log, 'warn' | 'error'> = { warn: at('warn'), error: at('error') };
  return { log, lines };
}

/** Every call answered by the same function, which notes what it was called for. */
function harness(answer: (name: CallName, input: unknown) => unknown) {
  const called: { name: CallName; input: unknown }[] = [];
  const handlers = Object.fromEntries(
    CALL_NAMES.map((name) => [
      name,
      async (input: unknown) => {
        called.push({ name, input });
        return answer(name, input);
      },
    ]),
  ) as unknown as Handlers;
  const { log, lines } = memoryLog();
  const guard = createGuard((id) => id === 1, [ORIGIN]);
  return { dispatch: createDispatch({ guard, handlers, log }), called, lines };
}

describe('a call that crosses IPC', () => {
  it('is answered with what its handler answered', async () => {
    const { dispatch } = harness(() => undefined);
    expect(await dispatch(ours, 'run.cancel', { runId: RUN })).toEqual({
      ok: true,
      value: undefined,
    });
  });

  it('from anybody else reaches no handler, is refused in words and logged (I2)', async () => {
    const { dispatch, called, lines } = harness(() => undefined);
    const frame: CallEvent = {
      sender: { id: 1 },
      senderFrame: { origin: 'https://example.com', parent: {} },
    };
    const envelope = await dispatch(frame, 'run.cancel', { runId: RUN });
    expect(envelope).toMatchObject({ ok: false, error: { code: 'IPC_UNTRUSTED_SENDER' } });
    expect(called).toEqual([]);
    expect(lines).toMatchObject([
      {
        event: 'ipc.untrusted-sender',
        fields: { origin: 'https://example.com', mainFrame: false },
      },
    ]);
  });

  it('with input that the contract does not have names the field, never the value (I3)', async () => {
    const { dispatch, called } = harness(() => undefined);
    const envelope = await dispatch(ours, 'login.start', {
      runId: RUN,
      draft: {
        registry: 'quay.io',
        plainHttp: false,
        kind: SECRET,
        username: 'u',
        secret: SECRET,
        label: '',
      },
      commit: null,
    });
    expect(envelope).toMatchObject({
      ok: false,
      error: {
        code: 'IPC_INVALID_INPUT',
        context: { channel: 'login.start', field: 'draft.kind' },
      },
    });
    expect(JSON.stringify(envelope)).not.toContain(SECRET);
    expect(called).toEqual([]);
  });

  it('with output that the contract does not have fails closed (I3)', async () => {
    const { dispatch } = harness(() => [{ secret: SECRET }]);
    const envelope = await dispatch(ours, 'credentials.list', undefined);
    expect(envelope).toMatchObject({ ok: false, error: { code: 'IPC_INVALID_OUTPUT' } });
    expect(JSON.stringify(envelope)).not.toContain(SECRET);
  });

  it('with an unknown field in its output fails closed (I4)', async () => {
    const { dispatch } = harness(() => ({ ...SETTINGS, secret: SECRET }));
    const envelope = await dispatch(ours, 'settings.get', undefined);
    expect(envelope).toMatchObject({ ok: false, error: { code: 'IPC_INVALID_OUTPUT' } });
    expect(JSON.stringify(envelope)).not.toContain(SECRET);
  });

  it('that fails in a known way says its code and what its message names', async () => {
    const { dispatch } = harness(() => {
      throw new Failure('FILE_READ_ONLY', { path: '/x' }, { cause: new Error(SECRET) });
    });
    const envelope = await dispatch(ours, 'credentials.list', undefined);
    expect(envelope).toMatchObject({
      ok: false,
      error: { code: 'FILE_READ_ONLY', context: { path: '/x' }, retryable: false },
    });
    expect(JSON.stringify(envelope)).not.toContain(SECRET);
  });

  it('that fails in an unknown way says nothing but the id of the log line', async () => {
    const { dispatch, lines } = harness(() => {
      throw new Error(`no such user ${SECRET}`);
    });
    const envelope = await dispatch(ours, 'credentials.list', undefined);
    expect(envelope).toMatchObject({ ok: false, error: { code: 'INTERNAL', context: {} } });
    expect(JSON.stringify(envelope)).not.toContain(SECRET);
    const correlationId = envelope.ok ? '' : envelope.error.correlationId;
    expect(lines).toMatchObject([{ level: 'error', fields: { correlationId } }]);
  });

  it('drops a context that the wire has no field for', async () => {
    const { dispatch } = harness(() => {
      throw new Failure('FILE_IO', { path: 'x'.repeat(5_000) });
    });
    const envelope = await dispatch(ours, 'credentials.list', undefined);
    expect(envelope).toMatchObject({ ok: false, error: { code: 'FILE_IO', context: {} } });
  });
});

const SETTINGS = { language: 'system', theme: 'system', vaultBackend: 'keychain' } as const;

/** Messages near the contract's: its field names with other values, missing, doubled or nested. */
const FIELDS = [
  'runId',
  'draft',
  'commit',
  'registry',
  'plainHttp',
  'kind',
  'username',
  'secret',
  'label',
  'draftId',
  'targetIds',
  'credentialId',
  'questionId',
  'allow',
  'link',
  'backend',
  'theme',
  'language',
  '__proto__',
  'path',
];
const scalar = fc.oneof(
  fc.constantFrom(
    RUN,
    'quay.io',
    'robot',
    'docker',
    'keychain',
    'dark',
    '/etc/passwd',
    '\\\\?\\C:',
  ),
  fc.string(),
  fc.boolean(),
  fc.integer(),
  fc.constant(null),
  fc.constant(undefined),
);
const message = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true }),
  fc.dictionary(
    fc.constantFrom(...FIELDS),
    fc.oneof(scalar, fc.array(scalar), fc.dictionary(fc.constantFrom(...FIELDS), scalar)),
  ),
);

describe('messages that nobody of ours would send (I3)', () => {
  it.each(CALL_NAMES)('%s: no crash, and no handler sees what its schema refuses', async (name) => {
    const schema = await schemaOf(name);
    await fc.assert(
      fc.asyncProperty(message, message, async (input, output) => {
        const { dispatch, called } = harness(() => output);
        const envelope = await dispatch(ours, name, input);
        for (const call of called) {
          expect(call.name).toBe(name);
          expect(schema.input.safeParse(call.input).success).toBe(true);
        }
        if (envelope.ok) expect(schema.output.safeParse(envelope.value).success).toBe(true);
        else expect(wireError.safeParse(envelope.error).success).toBe(true);
      }),
      { numRuns: 250 },
    );
  });

  it('a name that is none reaches no handler', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), message, async (name, input) => {
        fc.pre(!CALL_NAMES.some((known) => known === name));
        const { dispatch, called } = harness(() => undefined);
        expect(await dispatch(ours, name, input)).toMatchObject({
          ok: false,
          error: { code: 'IPC_INVALID_INPUT' },
        });
        expect(called).toEqual([]);
      }),
    );
  });
});
