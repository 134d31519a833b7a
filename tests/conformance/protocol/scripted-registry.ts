import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startDoorkeeper } from '../oracles.ts';
import type { Asked, ProtocolRow } from './row.ts';

/** A registry that does what the row at hand says. */
export interface ScriptedRegistry {
  /** `127.0.0.1:port` */
  readonly registry: string;
  /** Since the last `follow`. */
  readonly asked: readonly Asked[];
  follow(script: ProtocolRow['script']): void;
  close(): Promise<void>;
}

export async function startScriptedRegistry(): Promise<ScriptedRegistry> {
  const other = await startDoorkeeper();
  let asked: Asked[] = [];
  let script: ProtocolRow['script'] | null = null;
  const server = createServer((request, response) => {
    const { method = 'GET', url: path = '/', headers } = request;
    const each: Asked = {
      ...{ method, path, authorization: headers.authorization },
      ...{ origin: `http://${registry}`, other: `http://${other.registry}` },
    };
    asked.push(each);
    const { status, headers: said = {}, body = '' } = script?.(each) ?? { status: 500 };
    response.setHeader('docker-distribution-api-version', 'registry/2.0');
    for (const [name, value] of Object.entries(said)) response.setHeader(name, value);
    response.writeHead(status).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const registry = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    registry,
    get asked() {
      return asked;
    },
    follow(next) {
      script = next;
      asked = [];
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await other.close();
    },
  };
}
