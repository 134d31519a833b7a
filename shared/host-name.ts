/** What was done to a host so that it can be an auth key. */
export const HOST_NOTES = [
  'lower-cased',
  'international-name',
  'trailing-dot-removed',
  'brackets-added',
  'default-port-kept',
] as const;
export type HostNote = (typeof HOST_NOTES)[number];

export type HostAndPort =
  | {
      readonly ok: true;
      /** A name in ASCII, a dotted IPv4 address, or an IPv6 address in brackets; lower case. */
      readonly host: string;
      readonly port: number | null;
      readonly notes: readonly HostNote[];
    }
  | { readonly ok: false; readonly reason: 'host-invalid' | 'port-invalid' };

const MAX_NAME_LENGTH = 253;
const MAX_LABEL_LENGTH = 63;
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const INTERNATIONAL_LABEL = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*$/u;

/** Reads `host`, `host:port`, `[v6]`, `[v6]:port` or a bare IPv6 address. */
export function parseHostAndPort(text: string): HostAndPort {
  if (isIPv6(text)) {
    return { ok: true, host: `[${text.toLowerCase()}]`, port: null, notes: ['brackets-added'] };
  }
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/s.exec(text);
  const [rawHost = '', rawPort] = bracketed
    ? [bracketed[1], bracketed[2]]
    : splitAtFirst(text, ':');
  const notes: HostNote[] = [];

  let host: string;
  if (bracketed) {
    if (!isIPv6(rawHost)) return { ok: false, reason: 'host-invalid' };
    host = `[${rawHost.toLowerCase()}]`;
  } else {
    const name = normalizeName(rawHost);
    if (name === null) return { ok: false, reason: 'host-invalid' };
    host = name.host;
    notes.push(...name.notes);
  }

  const port = rawPort === undefined || rawPort === '' ? null : parsePort(rawPort);
  if (port === undefined) return { ok: false, reason: 'port-invalid' };
  // No tool takes `host:443` and `host` for the same registry.
  if (port === 443 || port === 80) notes.push('default-port-kept');
  return { ok: true, host, port, notes };
}

function splitAtFirst(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** Undefined when it is no port. A leading zero is none: the tools compare ports as text. */
function parsePort(text: string): number | undefined {
  if (!/^[1-9]\d{0,4}$/.test(text)) return undefined;
  const port = Number(text);
  return port <= 65_535 ? port : undefined;
}

function normalizeName(raw: string): { host: string; notes: HostNote[] } | null {
  const notes: HostNote[] = [];
  // As UTS 46 does: compatibility forms and the ideographic full stops become what they stand for.
  const mapped = raw.normalize('NFKC').replace(/[\u3002\uff0e\uff61]/g, '.');
  const lower = mapped.toLowerCase().normalize('NFC');
  if (lower !== mapped) notes.push('lower-cased');
  const name = lower.replace(/\.$/, '');
  if (name !== lower) notes.push('trailing-dot-removed');

  const labels: string[] = [];
  for (const label of name.split('.')) {
    const ascii = toAsciiLabel(label);
    if (ascii === null) return null;
    labels.push(ascii);
  }
  const host = labels.join('.');
  if (host.length > MAX_NAME_LENGTH) return null;
  if (mapped !== raw || host !== name) notes.push('international-name');
  // A name that ends in a number is an IPv4 address, and only its dotted form is accepted.
  if (/^(?:\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '') && !isIPv4(host)) return null;
  return { host, notes };
}

function toAsciiLabel(label: string): string | null {
  if (LABEL.test(label)) return label.length <= MAX_LABEL_LENGTH ? label : null;
  if (!INTERNATIONAL_LABEL.test(label) || label.endsWith('-')) return null;
  if (/^[ -~]*$/.test(label)) return null;
  const ascii = `xn--${encodePunycode(label)}`;
  return ascii.length <= MAX_LABEL_LENGTH ? ascii : null;
}

/** Dotted decimal, no leading zeros. */
export function isIPv4(text: string): boolean {
  const parts = text.split('.');
  return (
    parts.length === 4 &&
    parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
  );
}

/** Without brackets and without a zone. */
export function isIPv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  let count = groups.length;
  if (last.includes('.')) {
    if (!isIPv4(last)) return false;
    groups.pop();
    count += 1;
  }
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  return halves.length === 2 ? count <= 7 : count === 8;
}

/**
 * One label, without the `xn--`.
 * @see https://www.rfc-editor.org/rfc/rfc3492 section 6.3
 */
export function encodePunycode(label: string): string {
  const points = Array.from(label, (character) => character.codePointAt(0) ?? 0);
  const basic = points.filter((point) => point < 0x80);
  let output = String.fromCodePoint(...basic);
  if (basic.length > 0) output += '-';

  let next = 0x80;
  let delta = 0;
  let bias = 72;
  let handled = basic.length;
  while (handled < points.length) {
    const smallest = Math.min(...points.filter((point) => point >= next));
    delta += (smallest - next) * (handled + 1);
    next = smallest;
    for (const point of points) {
      if (point < next) delta += 1;
      if (point !== next) continue;
      output += encodeDelta(delta, bias);
      bias = adaptBias(delta, handled + 1, handled === basic.length);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    next += 1;
  }
  return output;
}

function encodeDelta(delta: number, bias: number): string {
  let output = '';
  let rest = delta;
  for (let k = 36; ; k += 36) {
    const threshold = Math.min(Math.max(k - bias, 1), 26);
    if (rest < threshold) return output + toDigit(rest);
    output += toDigit(threshold + ((rest - threshold) % (36 - threshold)));
    rest = Math.floor((rest - threshold) / (36 - threshold));
  }
}

function toDigit(value: number): string {
  return 'abcdefghijklmnopqrstuvwxyz0123456789'.charAt(value);
}

function adaptBias(delta: number, points: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? 700 : 2));
  rest += Math.floor(rest / points);
  let k = 0;
  for (; rest > 455; k += 36) rest = Math.floor(rest / 35);
  return k + Math.floor((36 * rest) / (rest + 38));
}
