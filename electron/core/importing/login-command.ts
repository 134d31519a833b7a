import type { ImportShell } from '../../../shared/importing.ts';
import { DOCKER_HUB_KEY } from '../../../shared/registry.ts';
import { placeOf } from '../authfile/json-scanner.ts';
import { hostOfKey } from '../authfile/keys.ts';
import { Failure } from '../failure.ts';
import { scopeOf } from './auth-entries.ts';
import { type Found, found } from './found.ts';
import { type Command, readCommands, UnclosedQuote, type Word } from './shell-words.ts';

const LOGIN_TOOLS: ReadonlySet<string> = new Set([
  'docker',
  'podman',
  'skopeo',
  'buildah',
  'nerdctl',
]);
const CLUSTER_TOOLS: ReadonlySet<string> = new Set(['oc', 'kubectl']);
const TOOL_WORD =
  /(?:^|[\s;|&(/\\"'])(?:docker|podman|skopeo|buildah|nerdctl|oc|kubectl)(?:\.exe)?["']?\s/i;

/** Flags whose value is the next word where it is not in the same one. */
const VALUE_FLAGS: ReadonlySet<string> = new Set([
  '-u',
  '--username',
  '-p',
  '--password',
  '--secret',
  '--authfile',
  '--compat-auth-file',
  '--cert-dir',
  '--config',
  '--context',
  '-c',
  '-H',
  '--host',
  '--log-level',
  '-l',
  '--root',
  '--runroot',
  '--policy',
  '--registries.d',
  '--tmpdir',
  '--command-timeout',
  '--kubeconfig',
  '-n',
  '--namespace',
  '--server',
  '--token',
  '--to',
  '--registry',
  '--auth-basic',
  '-z',
  '--service-account',
  '--docker-server',
  '--docker-username',
  '--docker-password',
  '--docker-email',
  '--from-file',
  '-o',
  '--output',
  '--type',
]);

/** What a paste drags along before a command: the prompt of a terminal. */
const PROMPT =
  /^[ \t]*(?:PS [^>\n]{0,200}>|[A-Za-z]:\\[^>\n]{0,200}>|[[(]?[\w.-]{1,64}@[\w.-]{1,64}[^$#%>\n]{0,100}[$#%>]|[$%❯]|#(?=[ \t]*(?:sudo|docker|podman|skopeo|buildah|oc|kubectl)\b))[ \t]+/gmu;
const POWERSHELL_PROMPT = /^[ \t]*PS [^>\n]{0,200}>/m;
const CMD_PROMPT = /^[ \t]*[A-Za-z]:\\[^>\n]{0,200}>/m;

/** Whether a text may hold a command that logs in or makes a pull secret. */
export function isCommand(text: string): boolean {
  return TOOL_WORD.test(text) && /\blogin\b|docker-registry/.test(text);
}

/**
 * The credentials of pasted commands, read by every shell's rules: where shells disagree on what a
 * quoted secret is, each reading is a candidate.
 * @throws IMPORT_MALFORMED where every shell would wait for a closing quotation mark
 */
export function readLoginCommands(text: string): Found[] {
  const readings: { shell: ImportShell; found: Found[] }[] = [];
  let unclosed: UnclosedQuote | null = null;
  const bare = text.replace(PROMPT, '');
  for (const shell of plausibleShells(text)) {
    try {
      const commands = readCommands(bare, shell);
      const logins = commands.flatMap(
        (command, at) => loginIn(command, commands[at - 1], shell) ?? [],
      );
      if (logins.length > 0) readings.push({ shell, found: logins });
    } catch (error) {
      if (!(error instanceof UnclosedQuote)) throw error;
      unclosed ??= error;
    }
  }
  const whole = readings.filter((reading) =>
    reading.found.every(({ problem }) => problem === null),
  );
  const [first, ...others] = whole.length > 0 ? whole : readings.slice(0, 1);
  if (first === undefined) {
    if (unclosed === null) return [];
    throw new Failure('IMPORT_MALFORMED', {
      ...placeOf(bare, unclosed.offset),
      reason: 'unclosed-quote',
    });
  }
  const differing = others.filter(({ found }) => !same(found, first.found));
  if (differing.length === 0) return first.found;
  const seen: Found[] = [];
  for (const { shell, found } of [first, ...differing]) {
    for (const each of found) {
      if (!seen.some((other) => same([other], [each]))) seen.push({ ...each, shell });
    }
  }
  return seen;
}

/** The shells that a text may have been written for, the likeliest first. */
function plausibleShells(text: string): ImportShell[] {
  if (POWERSHELL_PROMPT.test(text)) return ['powershell'];
  if (CMD_PROMPT.test(text)) return ['cmd'];
  if (/\^\r?\n/.test(text)) return ['cmd'];
  if (/`\r?\n/.test(text)) return ['powershell'];
  if (/\$'/.test(text)) return ['sh'];
  const joined = /\\\r?\n/.test(text);
  const shells: ImportShell[] = joined ? ['sh', 'fish'] : ['sh', 'fish', 'powershell'];
  // cmd takes these for letters, which nobody means.
  if (!joined && !/['$`]/.test(text)) shells.push('cmd');
  return shells;
}

function same(one: readonly Found[], other: readonly Found[]): boolean {
  return (
    one.length === other.length &&
    one.every((each, at) => {
      const its = other[at];
      return its?.key === each.key && its.username === each.username && its.secret === each.secret;
    })
  );
}

/** The credential of one command; null where it is none that logs in. */
function loginIn(command: Command, before: Command | undefined, shell: ImportShell): Found | null {
  const words = withoutPrefix(command.words);
  const tool = toolOf(words[0]);
  if (tool === null) return null;
  const { flags, positions } = argumentsOf(words.slice(1));
  const named = positions.map(({ text }) => text);
  const flag = (...names: string[]) => names.map((name) => flags.get(name)).find(Boolean) ?? null;

  if (CLUSTER_TOOLS.has(tool)) {
    if (named[0] === 'create' && named[1] === 'secret' && named[2] === 'docker-registry') {
      const server = flag('--docker-server') ?? literal(DOCKER_HUB_KEY);
      return login(server, flag('--docker-username'), flag('--docker-password'), {
        holder: named[3] ?? null,
        ...(flags.has('--from-file') && { problem: 'not-literal' }),
      });
    }
    if (named[0] === 'registry' && named[1] === 'login') {
      const basic = flag('--auth-basic');
      const colon = basic?.text.indexOf(':') ?? -1;
      if (basic === null || (colon < 0 && basic.literal)) {
        return login(flag('--registry'), null, null, { problem: 'no-secret' });
      }
      return login(
        flag('--registry'),
        { ...basic, text: basic.text.slice(0, Math.max(colon, 0)) },
        { ...basic, text: basic.text.slice(colon + 1) },
      );
    }
  }
  const at = LOGIN_TOOLS.has(tool) ? named.indexOf('login') : -1;
  if (at !== 0) return null;
  const server =
    positions[1] ?? (tool === 'docker' || tool === 'nerdctl' ? literal(DOCKER_HUB_KEY) : null);
  const stdin = flags.has('--password-stdin') ? inputOf(command, before, shell) : null;
  return login(server, flag('--username', '-u'), flag('--password', '-p') ?? stdin, {
    ...(tool === 'docker' &&
      server !== null && { registry: hostOfKey(server.text, 'legacy-dockercfg') }),
  });
}

function literal(text: string): Word {
  return { text, literal: true };
}

function login(
  server: Word | null,
  user: Word | null,
  secret: Word | null,
  about: Partial<Found> = {},
): Found {
  const key = server?.literal ? server.text : null;
  const scope =
    key === null || about.registry ? null : scopeOf(key.replace(/\/+$/, ''), 'containers-auth');
  const registry = about.registry ?? scope?.registry ?? null;
  const unknown = [server, user, secret].some((word) => word !== null && !word.literal);
  const username = user?.literal ? user.text : null;
  const problem = unknown
    ? 'not-literal'
    : username === null || username === ''
      ? 'no-username'
      : secret === null
        ? 'no-secret'
        : key !== null && registry === null
          ? 'namespace'
          : null;
  return found({
    ...about,
    key,
    registry,
    namespace: scope?.namespace ?? null,
    username,
    secret: problem === null ? (secret?.text ?? null) : null,
    problem: about.problem ?? problem,
  });
}

/** What a command reads from the one before it, where that writes a text it names. */
function inputOf(
  { input, piped }: Command,
  before: Command | undefined,
  shell: ImportShell,
): Word | null {
  if (input !== null) return { ...input, text: input.text.replace(/\r?\n$/, '') };
  if (!piped || before === undefined) return null;
  const [first, ...rest] = before.words;
  if (first === undefined) return null;
  const name = first.text.toLowerCase();
  const last = rest.at(-1);
  const one = rest.filter(({ text }) => !/^-[neE]+$/.test(text));
  if (name === 'echo' || name === 'write-output' || name === 'print') {
    if (one.length === 0) return null;
    return {
      text: one.map(({ text }) => text).join(' '),
      literal: one.every((word) => word.literal),
    };
  }
  if (name === 'printf' && last !== undefined) {
    const format = rest[0]?.text ?? '';
    if (rest.length === 1 && !/[%\\]/.test(format)) return last;
    if (rest.length === 2 && /^%s(?:\\n)?$/.test(format)) return last;
  }
  // PowerShell writes what stands there alone.
  if (shell === 'powershell' && rest.length === 0 && first.literal) return first;
  return { text: '', literal: false };
}

function withoutPrefix(words: readonly Word[]): readonly Word[] {
  let at = 0;
  while (at < words.length) {
    const text = words[at]?.text ?? '';
    if (/^[A-Za-z_]\w*=/.test(text) || ['sudo', 'command', 'time', 'exec', 'env'].includes(text))
      at += 1;
    else if (at > 0 && text.startsWith('-')) at += 1;
    else break;
  }
  return words.slice(at);
}

function toolOf(word: Word | undefined): string | null {
  const name =
    word?.text
      .split(/[/\\]/)
      .at(-1)
      ?.toLowerCase()
      .replace(/\.exe$/, '') ?? '';
  return LOGIN_TOOLS.has(name) || CLUSTER_TOOLS.has(name) ? name : null;
}

function argumentsOf(words: readonly Word[]): { flags: Map<string, Word>; positions: Word[] } {
  const flags = new Map<string, Word>();
  const positions: Word[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    const { text } = word;
    if (!text.startsWith('-') || text === '-') {
      positions.push(word);
      continue;
    }
    const equals = text.indexOf('=');
    if (text.startsWith('--')) {
      const name = equals === -1 ? text : text.slice(0, equals);
      if (equals !== -1) flags.set(name, { ...word, text: text.slice(equals + 1) });
      else if (VALUE_FLAGS.has(name)) flags.set(name, words[++at] ?? { text: '', literal: false });
      else flags.set(name, literal(''));
    } else {
      const name = text.slice(0, 2);
      if (text.length === 2) {
        if (VALUE_FLAGS.has(name)) flags.set(name, words[++at] ?? { text: '', literal: false });
        else flags.set(name, literal(''));
      } else flags.set(name, { ...word, text: text.slice(text.charAt(2) === '=' ? 3 : 2) });
    }
  }
  return { flags, positions };
}
