import { cleanPaste } from '../../../shared/credential-shape.ts';
import { hostOfKey } from '../authfile/keys.ts';
import { type Found, found } from './found.ts';

/** What a portal or a mail calls the parts, in the languages that the portal has. */
const LABELS: Readonly<Record<'username' | 'secret' | 'registry', RegExp>> = {
  username:
    /^(?:user ?-?name|user|login|account|robot(?: account)?|用户名|用户|帐户|账户|ユーザー名|ユーザー)$/i,
  secret:
    /^(?:password|passwd|token|secret|key|access token|robot token|密码|令牌|口令|パスワード|トークン)$/i,
  registry:
    /^(?:registry|server|host|registry server|login server|注册中心|服务器|レジストリー?|サーバー)$/i,
};
type Part = keyof typeof LABELS;

const MAX_LINES = 200;

function partOf(label: string): Part | null {
  const bare = label.trim().replace(/\s*[:：=]$/, '');
  if (bare.length > 40) return null;
  for (const part of ['username', 'secret', 'registry'] as const) {
    if (LABELS[part].test(bare)) return part;
  }
  return null;
}

/** The cells of a line: of a table copied as tabs, or drawn with bars that have space around them. */
function cellsOf(line: string): string[] {
  const bare = line.replace(/^\|\s/, '').replace(/\s\|$/, '');
  const cells = bare.includes('\t') ? bare.split('\t') : bare.split(/\s\|\s/);
  return cells.map((cell) => cleanPaste(cell).trim());
}

/**
 * A user and a secret as people copy them: under labels, in a table with a head or beside its labels, or
 * on two lines with nothing else. Null for any other text.
 */
export function readPastedPair(text: string): Found[] | null {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^[|\s:+=-]+$/.test(line));
  if (lines.length === 0 || lines.length > MAX_LINES) return null;
  return headed(lines) ?? labelled(lines) ?? bare(lines);
}

/** A head of labels, then a row for each account. */
function headed(lines: readonly string[]): Found[] | null {
  const parts = cellsOf(lines[0] ?? '').map(partOf);
  if (!parts.includes('username') || !parts.includes('secret')) return null;
  const rows = lines
    .slice(1)
    .map(cellsOf)
    .filter((cells) => cells.length === parts.length);
  return rows.length === 0
    ? null
    : rows.map((cells) => pair(new Map(cells.map((cell, at) => [parts[at] ?? null, cell]))));
}

/** `Username: x`, or the label on a line of its own before the value. */
function labelled(lines: readonly string[]): Found[] | null {
  const pairs: Map<Part | null, string>[] = [new Map()];
  const put = (part: Part, value: string) => {
    const current = pairs.at(-1);
    if (current === undefined || current.has(part)) pairs.push(new Map([[part, value]]));
    else current.set(part, value);
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const [first = '', ...rest] = cellsOf(line);
    const alone = partOf(line);
    if (alone !== null) {
      const value = lines[at + 1];
      if (value !== undefined && partOf(value) === null) {
        put(alone, value);
        at += 1;
      }
      continue;
    }
    const cell = rest.length === 1 ? partOf(first) : null;
    if (cell !== null) {
      put(cell, rest[0] ?? '');
      continue;
    }
    const colon = /^([^:：=]{1,40})\s*[:：=]\s*(\S.*)$/.exec(line);
    const part = partOf(colon?.[1] ?? '');
    if (part !== null) put(part, colon?.[2] ?? '');
  }
  const whole = pairs.filter((each) => each.has('username') && each.has('secret'));
  return whole.length === 0 ? null : whole.map(pair);
}

/** The user on one line, the secret on the other; or both in one line of a table. */
function bare(lines: readonly string[]): Found[] | null {
  const [first = ''] = lines;
  const cells = lines.length === 1 ? cellsOf(first) : lines;
  if (cells.length !== 2) return null;
  const [username = '', secret = ''] = cells;
  if (/\s/.test(username) || /\s/.test(secret) || username.length > 512) return null;
  return [
    pair(
      new Map([
        ['username', username],
        ['secret', secret],
      ]),
    ),
  ];
}

function pair(parts: ReadonlyMap<Part | null, string>): Found {
  const key = parts.get('registry') ?? null;
  const username = parts.get('username') ?? '';
  const secret = parts.get('secret') ?? '';
  return found({
    key,
    registry: key === null ? null : hostOfKey(key, 'legacy-dockercfg'),
    username,
    secret: secret === '' ? null : secret,
    problem: username === '' ? 'empty-username' : secret === '' ? 'empty-secret' : null,
  });
}
