import type { Secret } from './secret.ts';

/** What stands where a secret stood. */
export const SCRUBBED = '[secret]';
/** Shorter texts than this turn up by chance; a secret that short is known by `user:secret` alone. */
const MIN_LENGTH = 6;

/** Takes secrets out of text that is about to leave main: logs, error messages, what a registry said. */
export interface Scrubber {
  /**
   * Knows a secret while it is in use, in every encoding it may turn up in.
   * @returns forgets it again; to be called once it is out of use
   */
  hold(secret: Secret, username?: string): () => void;

  /** Text without the secrets that are held now, and without what never belongs in a log (L2). */
  scrub(text: string): string;

  /** Without the held secrets alone: for text whose syntax must survive. */
  scrubHeld(text: string): string;
}

interface Form {
  readonly text: string;
  /** base64 mixes neighbouring bytes: all of the run around a match goes. */
  readonly base64: boolean;
}

export function createScrubber(): Scrubber {
  const held = new Set<() => readonly Form[]>();

  function scrubHeld(text: string): string {
    const found: [start: number, end: number][] = [];
    for (const forms of held) for (const form of forms()) findForm(text, form, found);
    return found.length === 0 ? text : cut(text, found);
  }

  return {
    hold(secret, username) {
      const forms = () => knownForms(secret, username);
      held.add(forms);
      return () => void held.delete(forms);
    },
    scrub: (text) => scrubPatterns(scrubHeld(text)),
    scrubHeld,
  };
}

function findForm(text: string, form: Form, found: [number, number][]): void {
  for (let at = text.indexOf(form.text); at !== -1; at = text.indexOf(form.text, at + 1)) {
    let start = at;
    let end = at + form.text.length;
    if (form.base64) {
      while (start > 0 && BASE64_CHARACTER.test(text.charAt(start - 1))) start -= 1;
      while (end < text.length && BASE64_CHARACTER.test(text.charAt(end))) end += 1;
    }
    found.push([start, end]);
  }
}

const BASE64_CHARACTER = /[A-Za-z0-9+/_=-]/;

/** Matches that touch or overlap go as one: replacing them one by one would leave the rest of the second. */
function cut(text: string, found: [number, number][]): string {
  found.sort(([a], [b]) => a - b);
  let result = '';
  let kept = 0;
  let end = -1;
  for (const [start, stop] of found) {
    if (start > end) {
      if (end >= 0) kept = end;
      result += text.slice(kept, start) + SCRUBBED;
    }
    end = Math.max(end, stop);
  }
  return result + text.slice(end);
}

/** By the secret, as long as that is in use: there are some fifty of them, and many a secret meets no text at all. */
const known = new WeakMap<
  Secret,
  { readonly username: string | undefined; readonly forms: readonly Form[] }
>();

function knownForms(secret: Secret, username: string | undefined): readonly Form[] {
  const before = known.get(secret);
  if (before !== undefined && before.username === username) return before.forms;
  const forms = formsOf(secret.reveal(), username);
  known.set(secret, { username, forms });
  return forms;
}

function formsOf(secret: string, username: string | undefined): readonly Form[] {
  const forms = new Map<string, Form>();
  const add = (text: string, base64 = false) => {
    if (text.length >= MIN_LENGTH && !forms.has(text)) forms.set(text, { text, base64 });
  };
  const values = [secret, secret.trim()];
  if (username !== undefined) values.push(`${username}:${secret}`);
  for (const value of values) {
    if (value.length < MIN_LENGTH) continue;
    for (const text of textForms(value)) add(text);
    const bytes = Buffer.from(value);
    const wide = Buffer.from(value, 'utf16le');
    const wideSwapped = Buffer.from(wide).swap16();
    for (const encoded of [bytes, wide, wideSwapped]) {
      const hex = encoded.toString('hex');
      add(hex);
      add(hex.toUpperCase());
      for (const core of base64Cores(encoded)) {
        add(core, true);
        add(core.replaceAll('+', '-').replaceAll('/', '_'), true);
      }
    }
    // UTF-16 bytes that were read as Latin-1, as the log of a Windows tool is.
    add(wide.toString('latin1'));
    add(wideSwapped.toString('latin1'));
  }
  return [...forms.values()];
}

function textForms(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const forms = [
    value,
    json,
    // JSON in JSON, the escapes of PHP, of Go's encoder, and of encoders that write ASCII alone.
    JSON.stringify(json).slice(1, -1),
    json.replaceAll('/', '\\/'),
    escapeJson(json, /[<>&\u2028\u2029]/g),
    escapeJson(json, /[^ -~]/g),
    escapeJson(json, /[<>&]|[^ -~]/g),
    value.replace(/[&<>"']/g, (character) => HTML_ENTITIES[character] ?? character),
  ];
  return [...forms, ...urlForms(value)];
}

const HTML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeJson = (json: string, characters: RegExp) =>
  json.replace(characters, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

function urlForms(value: string): string[] {
  // Half a surrogate pair has no URL form.
  if (/\p{Surrogate}/u.test(value)) return [];
  const component = encodeURIComponent(value);
  const percent = (character: string) =>
    `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  const encoded = [
    component,
    component.replace(/[!'()*~]/g, percent),
    component.replaceAll('%20', '+'),
    new URLSearchParams({ '': value }).toString().slice(1),
    encodeURI(value),
    [...Buffer.from(value)].map((byte) => percent(String.fromCharCode(byte))).join(''),
  ];
  const lowerCase = (text: string) => text.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase());
  return [...encoded, ...encoded.map(lowerCase)];
}

/**
 * What base64 of any text around these bytes must contain: for each of the three places that they can
 * take in a group, the characters that they alone decide.
 */
function base64Cores(bytes: Buffer): string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + bytes.length) * 8) / 6);
    return encoded.slice(first, last);
  });
}

const SECRET_HEADERS = 'proxy-authorization|authorization|set-cookie2?|cookie|x-registry-auth';
const SECRET_FIELDS =
  'password|passwd|secret|auth|token|access_?token|refresh_?token|identity_?token|registry_?token|id_?token';

type Replacement = (match: string, ...groups: string[]) => string;

/** What is dropped whoever's it is: header values, token bodies, the user and query of a URL (L2). */
const PATTERNS: readonly (readonly [RegExp, Replacement])[] = [
  [
    new RegExp(`\\b(${SECRET_HEADERS})("\\s*:\\s*")(?:[^"\\\\]|\\\\.)*`, 'gi'),
    (_header, name, gap) => `${name}${gap}${SCRUBBED}`,
  ],
  [
    new RegExp(`\\b(${SECRET_HEADERS})(\\s*[:=]\\s*)[^\\r\\n]+`, 'gi'),
    (_header, name, gap) => `${name}${gap}${SCRUBBED}`,
  ],
  [
    new RegExp(`"(${SECRET_FIELDS})"(\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"?`, 'gi'),
    (_field, name, gap) => `"${name}"${gap}"${SCRUBBED}"`,
  ],
  [
    /\b([a-z][a-z0-9+.-]{0,30}:\/\/)(?:[^\s/?#"'<>]*@)?([^\s?#"'<>]*)(\?)?([^\s"'<>]*)/gi,
    (_url, scheme, place, query) => `${scheme}${place}${query ? '?…' : ''}`,
  ],
  [new RegExp(`\\b(${SECRET_FIELDS})=[^\\s&"',;]+`, 'gi'), (_field, name) => `${name}=${SCRUBBED}`],
  // A credential after its scheme; neither a challenge's parameters nor the words of a sentence.
  [
    /\b(Basic|Bearer|Negotiate|NTLM) +(?![\w-]+ *= *["\w])(?![a-z]+(?:[\s.,;:]|$))[\w.~+/=-]{6,}/g,
    (_credential, scheme) => `${scheme} ${SCRUBBED}`,
  ],
];

function scrubPatterns(text: string): string {
  return PATTERNS.reduce((scrubbed, [pattern, replacement]) => {
    return scrubbed.replace(pattern, replacement);
  }, text);
}
