import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeImage } from './docker-registry-image.ts';
import type { Authority } from './tls.ts';
import { startTokenServer, TOKEN_ADDRESS, type TokenServer } from './token-server.ts';
import { runOk, startDaemon } from './tools-process.ts';

/** A name of the registry's that no resolver knows: a proxy alone leads there. */
export const PROXIED_NAME = 'registry.test';
const PROGRAM = '/usr/bin/docker-registry';
const SERVICE = 'docker-registry';
const ISSUER = 'pullkeeper-test-issuer';
/** The lowest that bcrypt takes: a test does not wait for a strong one. */
const BCRYPT_COST = '5';

/** What its token server takes in the place of the account's password. */
export const IDENTITY_TOKEN = 'an-identity-token+/=';

export interface Account {
  readonly username: string;
  readonly password: string;
}

export interface DockerRegistry {
  /** `127.0.0.1:port`, as in an auth key. */
  readonly registry: string;
  readonly auth: 'basic' | 'token';
  readonly account: Account;
  /** `127.0.0.1:port/private/hello:1`: nobody reads it without the account. */
  readonly image: string;
  /** The digest of the image's manifest. */
  readonly digest: string;
  /** Null with basic auth. */
  readonly tokenServer: TokenServer | null;
  /** PEM of the authority that its certificate comes from. */
  readonly ca: string;
  log(): string;
  close(): Promise<void>;
}

/** Makes podman, skopeo, buildah and Pullkeeper trust the registry for the user of this home. */
export async function trustRegistry(
  home: string,
  { registry, ca }: Pick<DockerRegistry, 'registry' | 'ca'>,
): Promise<void> {
  const directory = join(home, '.config', 'containers', 'certs.d', registry);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'ca.crt'), ca);
}

/**
 * Debian's docker-registry over TLS on an ephemeral port, with one private image in it.
 * `basic`: an htpasswd file. `token`: a token server whose JWTs it verifies.
 */
export async function startDockerRegistry(
  auth: 'basic' | 'token',
  account: Account,
  authority: Authority,
): Promise<DockerRegistry> {
  const directory = await mkdtemp(join(tmpdir(), 'pullkeeper-registry-'));
  const path = (name: string) => join(directory, name);
  const certificate = await authority.issue({ names: ['127.0.0.1', 'localhost', PROXIED_NAME] });
  await Promise.all([
    writeFile(path('server.crt'), certificate.cert),
    writeFile(path('server.key'), certificate.key),
    writeFile(path('ca.crt'), authority.ca),
  ]);

  let tokenServer: TokenServer | null = null;
  let authConfig: object;
  if (auth === 'token') {
    tokenServer = await startTokenServer({
      certificate: await authority.issue({ names: [TOKEN_ADDRESS] }),
      issuer: ISSUER,
      service: SERVICE,
      accounts: new Map([[account.username, account.password]]),
      identityTokens: new Map([[IDENTITY_TOKEN, account.username]]),
    });
    authConfig = {
      token: {
        realm: tokenServer.realm,
        service: SERVICE,
        issuer: ISSUER,
        rootcertbundle: path('ca.crt'),
      },
    };
  } else {
    const line = await runOk('htpasswd', ['-niB', '-C', BCRYPT_COST, account.username], {
      input: account.password,
    });
    await writeFile(path('htpasswd'), line);
    authConfig = { htpasswd: { realm: 'test', path: path('htpasswd') } };
  }
  // JSON is YAML, and quotes itself.
  await writeFile(
    path('config.yml'),
    JSON.stringify({
      version: 0.1,
      log: { level: 'info', accesslog: { disabled: false } },
      storage: { filesystem: { rootdirectory: path('data') } },
      auth: authConfig,
      http: {
        addr: '127.0.0.1:0',
        tls: { certificate: path('server.crt'), key: path('server.key') },
      },
    }),
  );
  const daemon = await startDaemon(
    PROGRAM,
    ['serve', path('config.yml')],
    /listening on (127\.0\.0\.1:\d+), tls/,
  );
  const registry = daemon.ready[1] ?? '';
  const image = `${registry}/private/hello:1`;

  const digest = await writeImage(path('image'));
  const authfile = path('push-auth.json');
  const encoded = Buffer.from(`${account.username}:${account.password}`).toString('base64');
  await writeFile(authfile, JSON.stringify({ auths: { [registry]: { auth: encoded } } }));
  await mkdir(path('certs'));
  await writeFile(join(path('certs'), 'ca.crt'), authority.ca);
  await runOk('skopeo', [
    'copy',
    '--quiet',
    '--insecure-policy',
    `--authfile=${authfile}`,
    `--dest-cert-dir=${path('certs')}`,
    `dir:${path('image')}`,
    `docker://${image}`,
  ]);
  await rm(authfile);

  return {
    registry,
    auth,
    account,
    image,
    digest,
    tokenServer,
    ca: authority.ca,
    log: daemon.output,
    async close() {
      await daemon.stop();
      await tokenServer?.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
