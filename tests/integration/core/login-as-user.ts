import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCore } from '../../../electron/core/core.ts';
import { createLog } from '../../../electron/core/log.ts';
import { createMemoryVault } from '../../../electron/core/vault/memory.ts';
import { DEMO_ACCOUNT } from '../../../shared/demo.ts';

/**
 * A login with a read-only `~/.docker`, run as a program of its own because the modes of files do not
 * stop root: `login-as-user.js <registry> <home>`. Prints what became of it.
 */
const [, , registry = '', home = ''] = process.argv;
const runtime = join(home, 'run');
const docker = join(home, '.docker');
const config = join(docker, 'config.json');
await mkdir(runtime, { mode: 0o700 });
await mkdir(docker, { mode: 0o700 });
await writeFile(config, '{"auths":{}}\n', { mode: 0o600 });
await chmod(docker, 0o500);
const before = await readFile(config, 'utf8');

const core = createCore({
  host: {
    env: { PATH: process.env.PATH, XDG_RUNTIME_DIR: runtime },
    home,
    uid: process.getuid?.() ?? -1,
    platform: 'linux',
  },
  openVault: createMemoryVault,
  vaultBackend: 'memory',
  storage: () => ({
    read: () => undefined,
    write: () => {},
    setAside: () => {},
    copiedAt: () => null,
    restoreCopy: () => {},
  }),
  dataDirectory: home,
  passphraseWorker: join(home, 'no-worker'),
  importWorker: join(home, 'no-worker'),
  desktop: {
    chooseFile: async () => null,
    saveScript: async () => null,
    resolveProxy: async () => 'DIRECT',
    saveText: async () => null,
    copyText: async () => {},
    saveAs: async () => null,
    copySecret: async () => {},
    agree: async () => false,
    protectWindow: () => {},
    clearCopied: async () => {},
    openSignIn: async () => {},
  },
  log: createLog({ directory: join(home, 'logs') }),
  emit: () => {},
});
const { draftId, plan } = await core.calls['login.start']({
  runId: randomUUID(),
  draft: {
    registry,
    plainHttp: true,
    kind: 'other',
    username: DEMO_ACCOUNT.username,
    secret: DEMO_ACCOUNT.password,
    label: '',
  },
  commit: null,
});
const { targets } = await core.calls['login.commit']({
  runId: randomUUID(),
  draftId: draftId ?? '',
  targetIds: ['runtime', 'docker'],
});
await core.close();
console.log(
  JSON.stringify({
    planned: plan?.targets,
    applied: targets,
    before,
    after: await readFile(config, 'utf8'),
  }),
);
