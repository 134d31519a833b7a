import { once } from 'node:events';
import { createServer } from 'node:http';

export interface OtherHost {
  /** `http://127.0.0.1:port` */
  readonly origin: string;
  /** Method and path of every request, and `CONNECTION` for every connection. */
  readonly seen: readonly string[];
  close(): Promise<void>;
}

/** A host that the app has no business with: it answers everything and remembers who came. */
export async function startOtherHost(): Promise<OtherHost> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.writeHead(200, {
      'content-type': 'text/html',
      'access-control-allow-origin': '*',
    });
    response.end('<h1>other host</h1>');
  });
  server.on('connection', () => seen.push('CONNECTION'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('the other host has no port');
  }
  return {
    origin: `http://127.0.0.1:${address.port}`,
    seen,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
