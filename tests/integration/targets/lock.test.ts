import { access, chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createLog } from '../../../electron/core/log.ts';
import type { Change } from '../../../electron/core/targets/change.ts';
import { OwnFiles } from '../../../electron/core/targets/own-files.ts';
import { Targets } from '../../../electron/core/targets/targets.ts';
import { createMachine, createStorage } from '../core/support.ts';

/** Holds alice by one name of the registry and bob by another; it does not erase before it may. */
const HELPER = `#!/bin/sh
cd "$HOME" || exit 1
server=$(cat)
case "$1 $server" in
  'get quay.io') [ -e erased ] || { echo '{"Username":"alice","Secret":"s3cret"}'; exit 0; } ;;
  'get https://quay.io') echo '{"Username":"bob","Secret":"s3cret"}'; exit 0 ;;
  'erase quay.io')
    : > erasing
    until [ -e may-erase ]; do sleep 0.02; done
    : > erased
    exit 0 ;;
esac
echo 'credentials not found in native keychain'
exit 1
`;

const LOGOUT: Change = { do: 'remove', registry: 'quay.io', spares: (name) => name === 'bob' };

it.each([true, false])(
  'a lock while a helper is at work takes no mark of a login that stays (with a plan: %s)',
  async (isPlanned) => {
    const machine = await createMachine();
    const bin = join(machine.home, 'bin');
    const env = { ...machine.env, PATH: `${bin}:${machine.env.PATH}` };
    await machine.put(join(bin, 'docker-credential-slow'), HELPER);
    await chmod(join(bin, 'docker-credential-slow'), 0o700);
    const auths = { 'quay.io': {}, 'https://quay.io': {} };
    await machine.put(machine.configJson, JSON.stringify({ auths, credsStore: 'slow' }));
    const log = createLog({ directory: join(machine.home, 'logs') });
    const targets = new Targets({
      host: { ...machine.host, env },
      log,
      ownFiles: new OwnFiles(createStorage()),
      record: () => null,
    });
    onTestFinished(async () => {
      await targets.close();
      await log.close();
      await machine.remove();
    });
    const docker = targets.select(['docker']);
    const seen = isPlanned ? await targets.plan(docker, [LOGOUT]) : null;

    const applied = targets.apply(docker, [LOGOUT], { cause: { action: 'logout' }, seen });
    await vi.waitFor(() => access(join(machine.home, 'erasing')), { timeout: 20_000 });
    targets.lock();
    await writeFile(join(machine.home, 'may-erase'), '');

    expect(await applied).toMatchObject([{ outcome: 'written', problem: null }]);
    const file = JSON.parse(await readFile(machine.configJson, 'utf8'));
    expect(file.auths).toEqual({ 'https://quay.io': {} });
  },
);
