import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificate } from './tls.ts';
import { runOk } from './tools-process.ts';

/** One request as it came in. */
export interface Received {
  readonly path: string;
  readonly host: string | undefined;
  readonly authorization: string | undefined;
}

/** A server that answers whatever a test tells it to, and remembers what it was sent. */
export interface HostileServer {
  /** `host:port`, as in an auth key. */
  readonly authority: string;
  /** `http://host:port` or `https://host:port` */
  readonly origin: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface HostileServerOptions {
  /** An address of 127.0.0.0/8, or ::1. */
  readonly address?: string;
  /** Speaks TLS with it. */
  readonly certificate?: Certificate;
  /** PEM: asks for a client certificate of this authority, and for nothing less. */
  readonly clientAuthority?: string;
}

export async function startHostileServer(
  handler: Handler,
  { address = '127.0.0.1', certificate, clientAuthority }: HostileServerOptions = {},
): Promise<HostileServer> {
  const received: Received[] = [];
  const listener: Handler = (request, response) => {
    const { url = '', headers } = request;
    received.push({ path: url, host: headers.host, authorization: headers.authorization });
    handler(request, response);
  };
  const clientOptions =
    clientAuthority === undefined ? {} : { requestCert: true, ca: clientAuthority };
  const server =
    certificate === undefined
      ? createServer(listener)
      : createSecureServer({ ...certificate, ...clientOptions }, listener);
  const { authority, close } = await listen(server, address);
  const scheme = certificate === undefined ? 'http' : 'https';
  return { authority, origin: `${scheme}://${authority}`, received, close };
}

/** A server below HTTP: it gets the socket. */
export interface RawServer {
  readonly authority: string;
  /** The first bytes of each connection. */
  readonly firstBytes: readonly Buffer[];
  close(): Promise<void>;
}

export async function startRawServer(
  handler: (socket: Socket) => void,
  address = '127.0.0.1',
): Promise<RawServer> {
  const firstBytes: Buffer[] = [];
  const server = createTcpServer((socket) => {
    socket.once('data', (bytes: Buffer) => firstBytes.push(bytes));
    socket.on('error', () => {});
    handler(socket);
  });
  return { ...(await listen(server, address)), firstBytes };
}

async function listen(
  server: Server,
  address: string,
): Promise<{ authority: string; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, address);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('not listening on TCP');
  const host = address.includes(':') ? `[${address}]` : address;
  return {
    authority: `${host}:${bound.port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** An address of 127.0.0.1 that nothing listens on. */
export async function unusedAuthority(): Promise<string> {
  const server = await startRawServer(() => {});
  await server.close();
  return server.authority;
}

/** A certificate for 127.0.0.1 that nobody but itself vouches for. */
export async function selfSignedCertificate(): Promise<Certificate> {
  const directory = await mkdtemp(join(tmpdir(), 'pullkeeper-self-signed-'));
  try {
    await runOk(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
        ...['-keyout', 'key.pem', '-out', 'cert.pem', '-days', '2', '-subj', '/CN=127.0.0.1'],
        ...['-addext', 'subjectAltName=IP:127.0.0.1', '-addext', 'basicConstraints=CA:false'],
      ],
      { cwd: directory },
    );
    const read = (name: string) => readFile(join(directory, name), 'utf8');
    return { cert: await read('cert.pem'), key: await read('key.pem') };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
}

export function json(status: number, value: unknown): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

export function html(status: number): Reply {
  return {
    status,
    headers: { 'content-type': 'text/html' },
    body: '<html><title>Sign in</title></html>',
  };
}

export function send(response: ServerResponse, { status, headers = {}, body = '' }: Reply): void {
  response.writeHead(status, headers);
  response.end(body);
}

/** What a registry with a token server on its own host answers, unless a test says otherwise. */
export interface RegistryScript {
  readonly ping?: Reply;
  readonly token?: Reply;
  /** To `/v2/` with a credential or token. */
  readonly presented?: Reply;
}

/** A handler that goes by a script: `/v2/` without and with a credential, and `/token`. */
export function scripted(script: RegistryScript): Handler {
  return (request, response) => {
    const ping = script.ping ?? challenge(`Bearer realm="${originOf(request)}/token",service="s"`);
    const isToken = request.url?.startsWith('/token');
    const presented = request.headers.authorization === undefined ? undefined : script.presented;
    const accepted = request.headers.authorization === undefined ? ping : { status: 200 };
    send(
      response,
      isToken ? (script.token ?? json(200, { token: 'opaque' })) : (presented ?? accepted),
    );
  };
}

export function challenge(value: string | string[]): Reply {
  return { status: 401, headers: { 'www-authenticate': value } };
}

function originOf({ headers, socket }: IncomingMessage): string {
  return `${'encrypted' in socket ? 'https' : 'http'}://${headers.host}`;
}
