import type { CheckReason } from '../../../shared/credential.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { Row } from '../edge-cases.ts';

export const PROTOCOL_TOOLS = ['podman', 'skopeo', 'docker'] as const;
export type ProtocolTool = (typeof PROTOCOL_TOOLS)[number];

/** A request as a script sees it. */
export interface Asked {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly authorization: string | undefined;
  /** `http://host:port` of the registry, and of another one that takes any login. */
  readonly origin: string;
  readonly other: string;
}

export interface Said {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
}

/** A login as alice at a registry that follows a script. */
export interface ProtocolRow extends Row {
  /** What the registry, which is its own token server at `/token`, answers. */
  readonly script: (asked: Asked) => Said;
  /** Whether each tool says that the login succeeded, or what it says else. */
  readonly theirs: Readonly<Record<ProtocolTool, 'logged in' | RegExp>>;
  readonly ours: CheckReason | ErrorCode;
  /** Default: alice, `pw`. */
  readonly username?: string;
  /** What comes after `--password-stdin`, and is pasted into our form. */
  readonly password?: string;
  /** A part of the query that every token request has. */
  readonly query?: Readonly<Record<string, string>>;
  /** How often `/v2/` is asked for, where that is the point. */
  readonly pings?: Readonly<Partial<Record<ProtocolTool | 'we', number>>>;
  /** The entry that docker keeps, where that is the point. */
  readonly dockerKeeps?: Readonly<Record<string, string>>;
  /** Why we judge otherwise than tools do. */
  readonly onPurpose?: string;
}

const json = { 'content-type': 'application/json' };

export const GRANTED: Said = { status: 200, headers: json, body: '{"token":"opaque"}' };

export function challenge(...values: readonly string[]): Said {
  return { status: 401, headers: { 'www-authenticate': values }, body: '{}' };
}

export function status(code: number, headers: Said['headers'] = {}, body = '{}'): Said {
  return { status: code, headers: { ...json, ...headers }, body };
}

/** A registry that goes by its parts: the answer to a stranger, to whoever shows something, and of `/token`. */
export function registry(parts: {
  readonly stranger: (asked: Asked) => Said;
  readonly shown?: (authorization: string, asked: Asked) => Said;
  readonly token?: (asked: Asked) => Said;
}): (asked: Asked) => Said {
  return (asked) => {
    if (asked.path.startsWith('/token')) return parts.token?.(asked) ?? GRANTED;
    if (asked.authorization === undefined) return parts.stranger(asked);
    return parts.shown?.(asked.authorization, asked) ?? status(200);
  };
}

export function bearer({ origin }: Asked): string {
  return `Bearer realm="${origin}/token",service="s"`;
}
