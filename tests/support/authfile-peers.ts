import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { updateFile } from '../../electron/core/authfile/atomic-write.ts';
import { patchAuthFile } from '../../electron/core/authfile/codec.ts';
import type { Settlement } from '../../electron/core/authfile/settle.ts';
import { Secret } from '../../electron/core/secret.ts';
import type { TargetFormat } from '../../shared/target.ts';
import { keysIn, loginIn, makeSandbox, writeAuthFile } from './authfile-file.ts';
import { type RunResult, run } from './tools-process.ts';

export const PEERS = ['skopeo', 'podman', 'docker'] as const;
export type Peer = (typeof PEERS)[number];

/** A registry on every address of loopback that takes any login: each address is a host of its own. */
export interface LoopbackRegistries {
  host(at: number): string;
  close(): Promise<void>;
}

export async function startLoopbackRegistries(): Promise<LoopbackRegistries> {
  const server: Server = createServer((request, response) => {
    const known = request.headers.authorization !== undefined;
    response.writeHead(known ? 200 : 401, {
      'docker-distribution-api-version': 'registry/2.0',
      ...(known ? {} : { 'www-authenticate': 'Basic realm="loopback"' }),
    });
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: (at) => `127.${1 + (at >> 14)}.${(at >> 7) & 127}.${1 + (at & 127)}:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Logs in with a tool, to a file of its format. */
export function peerLogin(peer: Peer, file: string, host: string): Promise<RunResult> {
  const credentials = ['--username', 'peer', '--password-stdin'];
  const input = `secret of ${host}`;
  const env = { PATH: process.env.PATH ?? '', HOME: join(file, '..') };
  if (peer === 'docker') {
    const args = ['--config', join(file, '..'), 'login', ...credentials, host];
    return run('docker', args, { env, input });
  }
  const args = ['login', '--authfile', file, '--tls-verify=false', ...credentials, host];
  return run(peer, args, { env, input });
}

export interface MixedReport {
  peer: Peer;
  theirs: number;
  lostTheirs: number;
  ours: number;
  lostOurs: number;
  /** How often a stale overwrite of theirs was noticed and our entry put back. */
  repairs: number;
}

/**
 * One tool logs in again and again, each time somewhere else, while we write our own entries to the
 * same file as fast as we can; then the file is looked at.
 * @param logins at least so many of the tool's
 * @param writes at least so many of ours, however the machine shares its time out
 */
export async function besidePeer(
  peer: Peer,
  logins: number,
  registries: LoopbackRegistries,
  writes = 0,
): Promise<MixedReport> {
  const sandbox = makeSandbox();
  const dir = join(sandbox.dir, 'config');
  mkdirSync(dir, { mode: 0o700 });
  const path = join(dir, peer === 'docker' ? 'config.json' : 'auth.json');
  const format: TargetFormat = peer === 'docker' ? 'docker-config' : 'containers-auth';
  // Into an empty configuration docker would not write at all, but choose a helper.
  writeAuthFile(path, 1);
  const theirs: string[] = [];
  const ours: string[] = [];
  const settling: Promise<Settlement>[] = [];
  let busy = true;
  const write = async (): Promise<void> => {
    while (busy) {
      const key = `ours-${ours.length}.example.com`;
      const edits = [{ key, set: { username: 'us', secret: new Secret(key) } }];
      const patch = (now: Buffer | null) => patchAuthFile(now, format, edits, path);
      const { bestEffort, settled } = await updateFile(path, patch, { format });
      if (bestEffort) throw new Error('the file system, or the runtime, does not swap');
      settling.push(settled);
      ours.push(key);
      // Spread over the peer's own steps, with a file that does not grow faster than the peer works.
      await delay(Math.random() * 20);
    }
  };
  try {
    const writing = write();
    for (let at = 0; at < logins || ours.length < writes; at += 1) {
      const host = registries.host(at);
      const result = await peerLogin(peer, path, host);
      if (result.code !== 0) throw new Error(`${peer} login: ${result.stderr}${result.stdout}`);
      theirs.push(host);
    }
    busy = false;
    await writing;
    const settled = await Promise.all(settling);
    for (const { problem } of settled) if (problem !== null) throw problem;
    return {
      peer,
      theirs: theirs.length,
      lostTheirs: theirs.filter((key) => loginIn(path, key) !== `peer:secret of ${key}`).length,
      ours: ours.length,
      lostOurs: ours.filter((key) => loginIn(path, key) !== `us:${key}`).length,
      // One guard counts for as long as writes follow each other.
      repairs: Math.max(0, ...settled.map(({ repairs }) => repairs)),
    };
  } finally {
    busy = false;
    sandbox.remove();
  }
}

/** What a tool loses without us: so many logins of it at the same time to one file. */
export async function peerAlone(
  peer: Peer,
  parallel: number,
  registries: LoopbackRegistries,
): Promise<{ peer: Peer; logins: number; lost: number }> {
  const sandbox = makeSandbox();
  const path = join(sandbox.dir, peer === 'docker' ? 'config.json' : 'auth.json');
  // For docker, as above.
  writeAuthFile(path, 1);
  try {
    const hosts = [...Array(parallel).keys()].map((at) => registries.host(at));
    const results = await Promise.all(hosts.map((host) => peerLogin(peer, path, host)));
    const logins = results.filter(({ code }) => code === 0).length;
    const kept = keysIn(path).length - 1;
    return { peer, logins, lost: logins - kept };
  } finally {
    sandbox.remove();
  }
}
