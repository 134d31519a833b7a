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

/** A page that asked for nothing more for so long has what it begins with. */
const SETTLED_AFTER_MS = 10;

/**
 * Serves the renderer bundle over `app://pullkeeper/`, read only.
 *
 * @param root absolute directory of the bundle
 * @returns when the page has got the scripts and styles that it begins with: until then every
 *   millisecond that main is busy is one that the window stays empty
 */
export function serveBundle(session: Session, root: string): Promise<void> {
  let settle: () => void = () => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  let timer: NodeJS.Timeout | undefined;
  session.protocol.handle(APP_SCHEME, async (request) => {
    clearTimeout(timer);
    const path = request.method === 'GET' ? bundlePath(root, request.url) : null;
    const type = path === null ? undefined : MIME_TYPES[extname(path)];
    if (path === null || type === undefined) return notFound();
    try {
      const bytes = new Uint8Array(await readFile(path));
      return new Response(bytes, { headers: { ...HEADERS, 'Content-Type': type } });
    } catch {
      return notFound();
    } finally {
      clearTimeout(timer);
      if (!path.endsWith('.html')) timer = setTimeout(settle, SETTLED_AFTER_MS);
    }
  });
  return settled;
}

function notFound(): Response {
  return new Response(null, { status: 404, headers: HEADERS });
}
