import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A place where a secret was found, and in which encoding. Never the secret itself. */
export interface Sighting {
  readonly place: string;
  readonly encoding: string;
}

/** Something that was searched: its name in a report, and its bytes. */
export interface Haystack {
  readonly place: string;
  readonly content: Buffer | string;
}

interface Needle {
  readonly encoding: string;
  readonly bytes: Buffer;
}

/**
 * A secret that is found again wherever it goes: long, random, and with characters that every escaping
 * changes.
 */
export function makeCanary(): string {
  return `Canary-${randomBytes(12).toString('hex')}+/"\\%:&é`;
}

/** The part of the base64 of `bytes` that does not depend on what surrounds it, for each alignment. */
function base64Cores(bytes: Buffer): string[] {
  return [0, 1, 2].map((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const firstWhole = Math.ceil((offset * 8) / 6);
    const wholeCharacters = Math.floor(((offset + bytes.length) * 8) / 6);
    return shifted.slice(firstWhole, wholeCharacters);
  });
}

const urlSafe = (base64: string) => base64.replaceAll('+', '-').replaceAll('/', '_');

/** JSON whose other letters are escaped too, as V8's heap snapshots and many languages write it. */
function asciiOnly(json: string, spell = (hex: string) => hex): string {
  return json.replace(
    /[^ -~]/g,
    (letter) => `\\u${spell(letter.charCodeAt(0).toString(16).padStart(4, '0'))}`,
  );
}

/** Every form in which a secret may show up: raw, inside base64 of anything, escaped for JSON, URLs and HTML, hex, UTF-16. */
function needles(secret: string): Needle[] {
  const utf8 = Buffer.from(secret, 'utf8');
  const hex = utf8.toString('hex');
  const json = JSON.stringify(secret).slice(1, -1);
  const utf16 = Buffer.from(secret, 'utf16le');
  const cores = base64Cores(utf8);
  const forms: [string, string | Buffer][] = [
    ['raw', utf8],
    ['JSON', json],
    ['JSON twice', JSON.stringify(json).slice(1, -1)],
    ['JSON ASCII', asciiOnly(json)],
    ['JSON ASCII, capitals', asciiOnly(json, (hex) => hex.toUpperCase())],
    ['URL', encodeURIComponent(secret)],
    ['form', new URLSearchParams({ s: secret }).toString().slice(2)],
    ['HTML', secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;')],
    ['hex', hex],
    ['HEX', hex.toUpperCase()],
    ['UTF-16 LE', utf16],
    ['UTF-16 BE', Buffer.from(utf16).swap16()],
    ['Latin-1', Buffer.from(secret, 'latin1')],
    ...cores.map((core, at): [string, string] => [`base64, offset ${at}`, core]),
    ...cores.map((core, at): [string, string] => [`base64url, offset ${at}`, urlSafe(core)]),
    ...cores.map((core, at): [string, string] => [
      `base64 in a URL, offset ${at}`,
      encodeURIComponent(core),
    ]),
  ];
  return forms.map(([encoding, form]) => ({
    encoding,
    bytes: typeof form === 'string' ? Buffer.from(form, 'utf8') : form,
  }));
}

/** Where the secret is, in any encoding. */
export function scan(secret: string, haystacks: Iterable<Haystack>): Sighting[] {
  const forms = needles(secret);
  const sightings: Sighting[] = [];
  for (const { place, content } of haystacks) {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    const form = forms.find((each) => bytes.includes(each.bytes));
    if (form !== undefined) {
      sightings.push({ place, encoding: form.encoding });
    }
  }
  return sightings;
}

/** The regular files below a directory. A file that goes away meanwhile is passed over, as is an unreadable place. */
export function* filesBelow(directory: string): Generator<Haystack> {
  let entries: import('node:fs').Dirent[];
  try {
    entries = readdirSync(directory, { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries) {
    const place = join(directory, entry.name);
    if (entry.isDirectory()) {
      yield* filesBelow(place);
    } else if (entry.isFile()) {
      const content = readIfThere(place);
      if (content !== null) {
        yield { place, content };
      }
    }
  }
}

/** The command line and the environment of each process. */
export function* processTraces(pids: Iterable<number>): Generator<Haystack> {
  for (const pid of pids) {
    for (const name of ['cmdline', 'environ']) {
      const place = `/proc/${pid}/${name}`;
      const content = readIfThere(place);
      if (content !== null) {
        yield { place, content };
      }
    }
  }
}

function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
