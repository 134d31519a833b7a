import type { ExplainedText } from '../../../shared/explainer.ts';
import { parseImagePath } from '../../../shared/image-reference.ts';
import { parseRegistry } from '../../../shared/registry.ts';
import { KNOWN_TEXTS } from './known-texts.ts';
import { redactPasted } from './redact.ts';

const MAX_LINES = 20;
const MAX_LINE_LENGTH = 600;
/** Lines are read to this length: a text of a tool is shorter, and the end of a line is what says why. */
const MAX_READ_LENGTH = 8_192;

/**
 * Says what an error text of podman, skopeo, buildah, docker, BuildKit, containerd, the kubelet or oc means.
 * What looks like a secret is cut out before anything else is done, and is in no part of the result.
 */
export function explainText(text: string): ExplainedText {
  const redacted = redactPasted(text);
  const lines = linesOf(redacted);
  const found = new Map<number, { line: string; rank: number }>();
  for (const line of lines) {
    const rank = KNOWN_TEXTS.findIndex(({ pattern }) => pattern.test(line));
    if (rank >= 0 && !found.has(rank)) found.set(rank, { line: excerptOf(line), rank });
  }
  const explained = [...found.values()].sort((a, b) => a.rank - b.rank).slice(0, MAX_LINES);
  const reference = firstOf(lines, imageOf);
  return {
    lines: explained.map(({ line, rank }) => ({
      line,
      causes: [...(KNOWN_TEXTS[rank]?.causes ?? [])],
    })),
    registry: registryIn(lines, reference),
    image: reference,
    path: firstOf(lines, pathOf),
    redacted: redacted !== text.replaceAll('\r', ''),
  };
}

function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.slice(-MAX_READ_LENGTH).replace(UNPRINTABLE, ' ').trim())
    .filter((line) => line !== '');
}

/** Control characters, and what reorders or hides text. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]+/gu;

function excerptOf(line: string): string {
  return line.length <= MAX_LINE_LENGTH ? line : `…${line.slice(1 - MAX_LINE_LENGTH)}`;
}

function firstOf(lines: readonly string[], read: (line: string) => string | null): string | null {
  for (const line of lines) {
    const found = read(line);
    if (found !== null) return found;
  }
  return null;
}

const HOST = '[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?(?::\\d{1,5})?';
const IMAGES: readonly RegExp[] = [
  new RegExp(`docker://(${HOST}/[^\\s"'\\\\,:@]{1,255}(?:[:@][\\w.:-]{1,140})?)`, 'i'),
  new RegExp(
    `(?:image|pull(?:ing)?|reference|read) \\\\?"?(${HOST}/[^\\s"'\\\\,:@]{1,255}(?:[:@][\\w.:-]{1,140})?)`,
    'i',
  ),
];
const MANIFEST = new RegExp(
  `https?://(${HOST})/v2/([^\\s"?]{1,255})/(?:manifests|blobs)/([^\\s"?:]{1,128}(?::[0-9a-f]{32,128})?)`,
  'i',
);

/** The image that a line names, as a reference. */
function imageOf(line: string): string | null {
  for (const pattern of IMAGES) {
    const reference = pattern.exec(line)?.[1]?.replace(/[:.]+$/, '');
    if (reference !== undefined && isImage(reference)) return reference;
  }
  const [, host, repository, reference] = MANIFEST.exec(line) ?? [];
  if (host === undefined || reference === undefined) return null;
  const name = `${host}/${repository}`;
  // A blob's digest is not the image's.
  const image = line.includes('/blobs/')
    ? name
    : `${name}${reference.includes(':') ? '@' : ':'}${reference}`;
  return isImage(image) ? image : null;
}

function isImage(reference: string): boolean {
  const slash = reference.indexOf('/');
  const host = reference.slice(0, slash);
  return /[.:]|^localhost$/.test(host) && parseImagePath(reference.slice(slash + 1)) !== null;
}

const REGISTRIES: readonly RegExp[] = [
  new RegExp(
    `(?:log(?:ging)? ?in(?:to)?|login|creds for|container registry|registry) \\\\?"(${HOST})\\\\?"`,
    'i',
  ),
  new RegExp(`pinging container registry (${HOST})`, 'i'),
  new RegExp(`https?://(${HOST})/v2/`, 'i'),
];

/** The registry that the text is about: its image's, or one that it names by itself. */
function registryIn(lines: readonly string[], image: string | null): string | null {
  const named =
    image ??
    firstOf(lines, (line) => REGISTRIES.map((each) => each.exec(line)?.[1]).find(Boolean) ?? null);
  const parsed = named === null ? null : parseRegistry(`https://${named.split('/', 1)[0] ?? ''}`);
  return parsed?.ok ? parsed.registry : null;
}

const CREDENTIAL_FILE = /auth\.json|config\.json|\.dockercfg/;
const MAX_PATH_LENGTH = 1_024;

/** The credential file that a line names. */
function pathOf(line: string): string | null {
  const name = CREDENTIAL_FILE.exec(line);
  if (name === null) return null;
  const before = line.slice(Math.max(0, name.index - MAX_PATH_LENGTH), name.index);
  const directory = /(?:^|[\s"'=(])(\/[^\s"'=(]*)$/.exec(before)?.[1];
  return directory === undefined ? null : `${directory}${name[0]}`;
}
