import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { type ProtocolResponse, protocol, type Session } from 'electron';
import { APP_SCHEME, bundlePath, CONTENT_SECURITY_POLICY } from './bundle-path.ts';

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

const HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** Makes `app://` a secure origin of its own. Must run before the app is ready. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      // No fetch, no CORS, no service worker: the page loads its own files and nothing else.
      privileges: { standard: true, secure: true, codeCache: true },
    },
  ]);
}

/**
 * Serves the renderer bundle over `app://pullkeeper/`, read only.
 *
 * `registerBufferProtocol` is deprecated in favour of `protocol.handle`, which loads Node's whole
 * fetch to hand over the first file: 45 ms on the way to the first paint, an eighth of a bare
 * window's start. It is there in every Electron that we run on; this function is all that knows it.
 *
 * @param root absolute directory of the bundle
 */
export function serveBundle(session: Session, root: string): void {
  session.protocol.registerBufferProtocol(APP_SCHEME, ({ method, url }, answer) => {
    const file = method === 'GET' ? bundleFile(root, url) : null;
    answer(file ?? { statusCode: 404, headers: HEADERS, data: Buffer.alloc(0) });
  });
}

function bundleFile(root: string, url: string): ProtocolResponse | null {
  const path = bundlePath(root, url);
  const type = path === null ? undefined : MIME_TYPES[extname(path)];
  if (path === null || type === undefined) return null;
  try {
    // Some 0.1 ms from the page cache: less than a turn of the event loop that is busy with a start.
    return { headers: { ...HEADERS, 'Content-Type': type }, data: readFileSync(path) };
  } catch {
    return null;
  }
}
