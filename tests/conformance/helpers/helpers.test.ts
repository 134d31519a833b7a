import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHelperClient } from '../../../electron/core/authfile/credential-helper.ts';
import { Failure } from '../../../electron/core/failure.ts';
import { Secret } from '../../../electron/core/secret.ts';
import { makePassStore, type PassStore } from '../../support/authfile-pass.ts';
import { type Keyring, startKeyring } from '../../support/keyring.ts';
import { run, runOk } from '../../support/tools-process.ts';
import { titleOf } from '../edge-cases.ts';
import {
  HELPER_ROWS,
  HELPERS,
  type HelperName,
  type HelperRow,
  type OurCall,
  type RawCall,
  S,
} from './rows.ts';

describe.each(HELPERS)('docker-credential-%s', (helper) => {
  let keyring: Keyring | null = null;
  let store: PassStore | null = null;
  let env: Record<string, string> = {};

  beforeAll(async () => {
    const base = { PATH: process.env.PATH ?? '', HOME: '/nonexistent' };
    if (helper === 'pass') {
      store = await makePassStore();
      env = { ...base, ...store.env };
    } else {
      keyring = await startKeyring();
      env = { ...base, ...keyring.env };
    }
  });
  afterAll(async () => {
    await store?.remove();
    await keyring?.stop();
  });

  const raw = ([verb, input]: RawCall) =>
    run(`docker-credential-${helper}`, [verb], { env, input });

  /** A store without the server: pass keeps one file for each user of it. */
  async function prepare({ before = [], foreign }: HelperRow): Promise<void> {
    for (let left = 3; left > 0; left -= 1) await raw(['erase', S]);
    if (foreign !== undefined) {
      const { service, account } = foreign;
      const script =
        'const [, ...item] = process.argv; require("keytar").setPassword(...item, "s")';
      await runOk(process.execPath, ['-e', script, service, account], { env });
    }
    for (const call of before) expect(await raw(call)).toMatchObject({ code: 0 });
  }

  async function ours(call: OurCall, name: HelperName): Promise<string | null> {
    const host = { env, home: env.HOME ?? '/', uid: process.getuid?.() ?? -1 };
    const client = createHelperClient(name, { ...host, home: '/', platform: 'linux' });
    try {
      if (call.do === 'erase') {
        await client.erase(call.server);
        return 'done';
      }
      if (call.do === 'store') {
        const { username, secret } = call;
        await client.store(call.server, { username, secret: new Secret(secret) });
      }
      const held = await client.get(call.server);
      return held === null ? null : `${held.username}:${held.secret.reveal()}`;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return error.code;
    }
  }

  const rows = HELPER_ROWS.filter((row) => row.helper === helper);
  it.each(rows.map((row) => ({ title: titleOf(row), row })))('$title', async ({ row }) => {
    await prepare(row);
    const { code, stdout } = await raw(row.call);
    expect(code).toBe(row.theirs.code);
    const { says } = row.theirs;
    if (typeof says === 'string') expect(stdout.trimEnd()).toBe(says);
    else expect(stdout).toMatch(says);

    await prepare(row);
    expect(await ours(row.by, helper)).toBe(row.ours);
  });
});
