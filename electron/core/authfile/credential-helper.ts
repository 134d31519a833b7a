import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { Secret } from '../secret.ts';
import { type HelperRun, runHelper } from './helper-process.ts';

/** Who a helper logs in as. */
export interface HelperCredential {
  readonly username: string;
  readonly secret: Secret;
}

/** What a helper gave back; `identityToken` where the secret is not a password but a refresh token. */
export interface HeldCredential extends HelperCredential {
  readonly identityToken: boolean;
}

export interface HelperOptions {
  readonly signal?: AbortSignal | undefined;
  /** What one run of the helper may take; it may be showing a prompt of its own. */
  readonly limitMs?: number;
}

/** A credential helper, `docker-credential-<suffix>`, one process for each call. */
export interface HelperClient {
  readonly suffix: string;
  /** Null where it holds nothing for the server. */
  get(server: string, options?: HelperOptions): Promise<HeldCredential | null>;
  /** Replaces whatever it holds for the server, and reads it back; what was there comes back if that fails. */
  store(server: string, credential: HelperCredential, options?: HelperOptions): Promise<void>;
  /** Also where there is nothing to erase. */
  erase(server: string, options?: HelperOptions): Promise<void>;
  /** Server -> user name. Newer secretservice helpers give item labels in place of servers. */
  list(options?: HelperOptions): Promise<ReadonlyMap<string, string>>;
}

const LIMIT_MS = 30_000;
/** Helpers written in Go read their input by lines of 64 KiB at the most. */
const INPUT_BYTES_MAX = 65_535;
const NOT_FOUND = 'credentials not found in native keychain';
/** The user name under which docker keeps an identity token. */
const TOKEN_USERNAME = '<token>';
const CONTROLS = /\p{Cc}/u;

/**
 * The client of a credential helper.
 * Each call throws HELPER_MISSING, HELPER_FAILED, HELPER_TIMED_OUT, HELPER_BAD_REPLY, CANCELLED;
 * FILE_KEY_REFUSED, USERNAME_INVALID and SECRET_INVALID for what the protocol could not carry.
 * @see https://github.com/docker/docker-credential-helpers
 */
export function createHelperClient(suffix: string, host: Host): HelperClient {
  return new ProcessHelper(suffix, host);
}

class ProcessHelper implements HelperClient {
  readonly #host: Host;

  constructor(
    readonly suffix: string,
    host: Host,
  ) {
    this.#host = host;
  }

  async get(server: string, options: HelperOptions = {}): Promise<HeldCredential | null> {
    assertServer(server);
    const { ok, stdout } = await this.#run('get', server, options);
    if (!ok) {
      if (stdout.trim() === NOT_FOUND) return null;
      throw this.#failed(stdout);
    }
    const reply = this.#object(stdout);
    const username = this.#text(reply, 'username');
    const secret = this.#text(reply, 'secret');
    // pass 0.6.4 answers a missing server with empty fields; no store keeps an empty secret.
    if (secret === '') return null;
    const identityToken = username === TOKEN_USERNAME;
    return { username, secret: new Secret(secret), identityToken };
  }

  async store(
    server: string,
    credential: HelperCredential,
    options: HelperOptions = {},
  ): Promise<void> {
    assertServer(server);
    assertCredential(credential, this.suffix);
    const before = await this.get(server, options);
    try {
      // Stores keep one item for each user name: pass would go on answering with the old one.
      if (before !== null && before.username !== credential.username) {
        await this.erase(server, options);
      }
      await this.#store(server, credential, options);
      const held = await this.get(server, options);
      if (held?.username !== credential.username || !held.secret.equals(credential.secret)) {
        throw new Failure('HELPER_FAILED', { ...this.#context(), reason: 'read-back-mismatch' });
      }
    } catch (error) {
      await this.#putBack(server, before);
      throw error;
    }
  }

  async erase(server: string, options: HelperOptions = {}): Promise<void> {
    assertServer(server);
    const { ok, stdout } = await this.#run('erase', server, options);
    // Helpers disagree on erasing what is not there; what counts is that it is not.
    if (!ok && (await this.get(server, options)) !== null) throw this.#failed(stdout);
  }

  async list(options: HelperOptions = {}): Promise<ReadonlyMap<string, string>> {
    const { ok, stdout } = await this.#run('list', 'unused', options);
    if (!ok) throw this.#failed(stdout);
    const servers = new Map<string, string>();
    for (const [server, username] of this.#object(stdout)) {
      if (typeof username !== 'string') throw this.#badReply('wrong-type');
      servers.set(server, username);
    }
    return servers;
  }

  async #store(
    server: string,
    credential: HelperCredential,
    options: HelperOptions,
  ): Promise<void> {
    const secret = credential.secret.reveal();
    const input = JSON.stringify({
      ServerURL: server,
      Username: credential.username,
      Secret: secret,
    });
    if (Buffer.byteLength(input) > INPUT_BYTES_MAX) {
      throw new Failure('SECRET_INVALID', { reason: 'too-long' });
    }
    const { ok, stdout } = await this.#run('store', input, options);
    if (!ok) throw this.#failed(stdout.replaceAll(secret, '[secret]'));
  }

  /** After a replacement that failed; the caller is told of that failure, not of this one's. */
  async #putBack(server: string, before: HelperCredential | null): Promise<void> {
    try {
      const now = await this.get(server);
      if (now !== null) {
        if (now.username === before?.username && now.secret.equals(before.secret)) return;
        await this.erase(server);
      }
      if (before !== null) await this.#store(server, before, {});
    } catch {
      // Nothing more can be done through a helper that has just failed.
    }
  }

  #run(
    verb: HelperRun['verb'],
    input: string,
    { signal, limitMs = LIMIT_MS }: HelperOptions,
  ): ReturnType<typeof runHelper> {
    return runHelper({ suffix: this.suffix, verb, input, limitMs, signal }, this.#host);
  }

  /** A reply's members; a map, so that no name can reach a prototype. */
  #object(stdout: string): ReadonlyMap<string, unknown> {
    let value: unknown;
    try {
      value = JSON.parse(stdout);
    } catch {
      throw this.#badReply('not-json');
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw this.#badReply('wrong-type');
    }
    return new Map(Object.entries(value));
  }

  /** A text member; names match in any case, as they do in Go. */
  #text(reply: ReadonlyMap<string, unknown>, name: string): string {
    let text = '';
    for (const [key, value] of reply) {
      if (key.toLowerCase() !== name) continue;
      if (typeof value !== 'string') throw this.#badReply('wrong-type');
      text = value;
    }
    return text;
  }

  #context(): { helper: string } {
    return { helper: this.suffix.slice(0, 255) };
  }

  #badReply(reason: string): Failure {
    return new Failure('HELPER_BAD_REPLY', { ...this.#context(), reason });
  }

  /** Helpers say why on standard output, in a line. */
  #failed(stdout: string): Failure {
    const line = stdout.trim().split(/[\r\n]/, 1)[0] ?? '';
    const reason = line.replaceAll(/\p{Cc}/gu, ' ').slice(0, 512);
    return new Failure('HELPER_FAILED', {
      ...this.#context(),
      ...(reason === '' ? {} : { reason }),
    });
  }
}

/** The server goes out as a bare line: what would end it, or hide in it, is refused. */
function assertServer(server: string): void {
  if (server === '' || CONTROLS.test(server) || server.trim() !== server) {
    throw new Failure('FILE_KEY_REFUSED', { key: server.slice(0, 1024), reason: 'characters' });
  }
}

function assertCredential({ username, secret }: HelperCredential, suffix: string): void {
  if (username === '') throw new Failure('USERNAME_INVALID', { reason: 'empty' });
  if (CONTROLS.test(username)) {
    throw new Failure('USERNAME_INVALID', { reason: 'control-character' });
  }
  // pass makes a file of that name, below its folder or, with `../`, outside of it.
  if (suffix === 'pass' && (username.includes('/') || /^\.+$/.test(username))) {
    throw new Failure('USERNAME_INVALID', { reason: 'path' });
  }
  const text = secret.reveal();
  if (text === '') throw new Failure('SECRET_INVALID', { reason: 'empty' });
  if (CONTROLS.test(text)) throw new Failure('SECRET_INVALID', { reason: 'control-character' });
}
