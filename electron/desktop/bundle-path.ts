import { join } from 'node:path';

/** The one host of our own scheme. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'pullkeeper';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
export const APP_URL = `${APP_ORIGIN}/index.html`;

/**
 * Path segments that a build writes: they begin with a letter, a digit, `_` or `-`. With no `%`, `\`,
 * NUL, empty, `.` or `..` segment left, there is nothing to decode or to climb with.
 */
const BUNDLE_PATH = /^(?:\/[\w-][\w.-]*)+$/;

/**
 * The file of the renderer bundle that a URL of our scheme names.
 *
 * @param root absolute directory of the bundle
 * @param url as the page asked for it, undecoded
 * @returns an absolute path inside `root`, or null for anything else
 */
export function bundlePath(root: string, url: string): string | null {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return null;
  }
  if (parsed.protocol !== `${APP_SCHEME}:` || parsed.host !== APP_HOST) return null;
  if (parsed.username !== '' || parsed.password !== '') return null;
  if (!BUNDLE_PATH.test(parsed.pathname)) return null;
  return join(root, ...parsed.pathname.split('/'));
}

/**
 * What our pages may do: scripts, styles, fonts and images of the bundle, and nothing else - no
 * inline script or style element, no network, no frame, no form target, no HTML from strings.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');
