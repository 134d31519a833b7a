import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sandbox } from './sandbox.ts';

/** What a real tool answers when asked whom it would log in as. */
export type Answer =
  | { readonly kind: 'user'; readonly username: string }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'error'; readonly text: string };

/** `podman|skopeo|buildah login --get-login`: what containers/image finds for a host or a longer key. */
export async function getLogin(
  sandbox: Sandbox,
  tool: 'podman' | 'skopeo' | 'buildah',
  key: string,
): Promise<Answer> {
  const { code, stdout, stderr } = await sandbox.run(tool, ['login', '--get-login', key]);
  if (code === 0) return { kind: 'user', username: stdout.replace(/\n$/, '') };
  return /not logged into/.test(stderr)
    ? { kind: 'nobody' }
    : { kind: 'error', text: stderr.trim().slice(0, 300) };
}

/** A registry on loopback that takes any credential and remembers who came. */
export interface Doorkeeper {
  readonly registry: string;
  /** The user names that came with Basic credentials since the last call, oldest first. */
  visitors(): string[];
  close(): Promise<void>;
}

export async function startDoorkeeper(): Promise<Doorkeeper> {
  let seen: string[] = [];
  const server = createServer((request, response) => {
    const header = request.headers.authorization ?? '';
    // docker 20.10 takes nothing else for a registry.
    response.setHeader('docker-distribution-api-version', 'registry/2.0');
    if (header.startsWith('Basic ')) {
      const [username = ''] = Buffer.from(header.slice(6), 'base64').toString().split(':', 1);
      seen.push(username);
      response.writeHead(200).end('{}');
      return;
    }
    response.writeHead(401, { 'www-authenticate': 'Basic realm="conformance"' }).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    registry: `127.0.0.1:${port}`,
    visitors() {
      const visitors = seen;
      seen = [];
      return visitors;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** `docker manifest inspect`: whom the docker CLI, which needs no engine for that, asks as. */
export async function dockerAsks(sandbox: Sandbox, doorkeeper: Doorkeeper): Promise<Answer> {
  doorkeeper.visitors();
  const image = `${doorkeeper.registry}/org/repo:tag`;
  const { stderr } = await sandbox.run('docker', ['manifest', 'inspect', '--insecure', image]);
  const [username] = doorkeeper.visitors();
  if (username !== undefined) return { kind: 'user', username };
  return /no basic auth credentials|unauthorized/i.test(stderr)
    ? { kind: 'nobody' }
    : { kind: 'error', text: stderr.trim().slice(0, 300) };
}
