import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { protocol, type Session } from 'electron';
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
 * @param root absolute directory of the bundle
 */
export function serveBundle(session: Session, root: string): void {
  session.protocol.handle(APP_SCHEME, async (request) => {
    const path = request.method === 'GET' ? bundlePath(root, request.url) : null;
    const type = path === null ? undefined : MIME_TYPES[extname(path)];
    if (path === null || type === undefined) return notFound();
    try {
      return new Response(new Uint8Array(await readFile(path)), {
        headers: { ...HEADERS, 'Content-Type': type },
      });
    } catch {
      return notFound();
    }
  });
}

function notFound(): Response {
  return new Response(null, { status: 404, headers: HEADERS });
}
