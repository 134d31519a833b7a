import { randomBytes } from 'node:crypto';

/** What Red Hat's token server grants, in seconds. */
const TOKEN_LIFETIME_S = 300;

export interface DemoAccount {
  readonly username: string;
  readonly password: string;
  /** The repositories it may pull from; all of them where this is left out. */
  readonly repositories?: readonly string[];
}

interface Grant {
  readonly repositories: readonly string[];
  readonly expiresAtMs: number;
}

/** The answer of a token server. */
export interface IssuedToken {
  readonly token: string;
  readonly access_token: string;
  readonly expires_in: number;
  readonly issued_at: string;
}

/** Who may log in, and which tokens were issued. Nothing of it outlives the process. */
export class Accounts {
  readonly #grants = new Map<string, Grant>();

  constructor(private readonly accounts: readonly DemoAccount[]) {}

  /** The account of an Authorization header: `none` was sent, or what was sent is `wrong`. */
  identify(authorization: string | undefined): DemoAccount | 'none' | 'wrong' {
    const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
    if (encoded === undefined) return 'none';
    const [, username, password] =
      /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
    const account = this.accounts.find(
      (each) => each.username === username && each.password === password,
    );
    return account ?? 'wrong';
  }

  /** Fewer rights than asked for is no error; a scope that is none is left out. */
  issue(account: DemoAccount, scopes: readonly string[]): IssuedToken {
    const now = Date.now();
    for (const [token, { expiresAtMs }] of this.#grants) {
      if (expiresAtMs <= now) this.#grants.delete(token);
    }
    const repositories = scopes
      .map((scope) => /^repository:(.+):(?:[a-z,]*\b)?pull\b/.exec(scope)?.[1])
      .filter((name) => name !== undefined)
      .filter((name) => account.repositories?.includes(name) ?? true);
    const token = randomBytes(32).toString('base64url');
    this.#grants.set(token, { repositories, expiresAtMs: now + TOKEN_LIFETIME_S * 1000 });
    return {
      token,
      access_token: token,
      expires_in: TOKEN_LIFETIME_S,
      issued_at: new Date(now).toISOString(),
    };
  }

  /** The repositories that a Bearer token may pull from; null where it is none of ours, or too old. */
  grantOf(authorization: string | undefined): readonly string[] | null {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
    const grant = this.#grants.get(token);
    return grant !== undefined && grant.expiresAtMs > Date.now() ? grant.repositories : null;
  }
}
