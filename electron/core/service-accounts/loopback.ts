import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const PATH = '/callback';
const MAX_URL = 16_384;

/** What the browser shows at the end; the page has no script, no style and loads nothing. */
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Pullkeeper</title>
<p>Pullkeeper: you can close this page.</p>
<p lang="zh-CN">Pullkeeper：您可以关闭此页面。</p>
<p lang="ja">Pullkeeper: このページは閉じてかまいません。</p></html>
`;

/** Where the browser comes back to after the sign-in, on this machine alone. */
export interface Loopback {
  /** `http://127.0.0.1:port/callback` */
  readonly redirectUri: string;
  /** The address that the browser came with, once. What has another state is refused and not waited for. */
  answer(state: string, signal: AbortSignal): Promise<URL>;
  close(): void;
}

/** @see RFC 8252 section 7.3 */
export async function openLoopback(): Promise<Loopback> {
  const listeners = new Set<(request: IncomingMessage, response: ServerResponse) => void>();
  const server = createServer({ maxHeaderSize: MAX_URL }, (request, response) => {
    const [listener] = listeners;
    if (listener === undefined) refuse(response, 404);
    else listener(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    redirectUri: `${origin}${PATH}`,
    answer: (state, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        listeners.add((request, response) => {
          const url = new URL(request.url ?? '/', origin);
          // Another name for this address may be a page of somebody else's.
          if (request.headers.host !== `127.0.0.1:${port}`) return refuse(response, 403);
          if (request.method !== 'GET' || url.pathname !== PATH) return refuse(response, 404);
          if (url.searchParams.get('state') !== state) return refuse(response, 400);
          listeners.clear();
          response
            .writeHead(200, {
              'content-type': 'text/html; charset=utf-8',
              'content-security-policy': "default-src 'none'",
              'cache-control': 'no-store',
              'referrer-policy': 'no-referrer',
              connection: 'close',
            })
            .end(PAGE, () => resolve(url));
        });
      }),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { connection: 'close' }).end();
}
