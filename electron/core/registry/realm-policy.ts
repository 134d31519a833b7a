import { isIP } from 'node:net';
import type { CheckReason } from '../../../shared/credential.ts';
import { apiHost, isKnownRealmHost } from '../../../shared/registry.ts';
import { mayReceive } from './addresses.ts';

export type RealmRefusal = Extract<
  CheckReason,
  'realm-refused' | 'realm-not-https' | 'realm-private-address'
>;

export type RealmJudgement =
  /** `allow`: the credential may go there. `ask`: only if the user says so. */
  | { readonly answer: 'allow' | 'ask'; readonly url: URL }
  /** `host` is null where the realm is no URL at all. */
  | { readonly answer: 'refuse'; readonly reason: RealmRefusal; readonly host: string | null };

export interface RealmContext {
  /** `host[:port]` */
  readonly registry: string;
  /** The user said that this registry speaks plain HTTP. */
  readonly plainHttp: boolean;
  /** The IP address that answered as the registry. */
  readonly registryAddress: string;
}

/**
 * Whether a registry may have its credential sent to the token server that it names. Whoever answers
 * as the registry chooses the realm, so the realm is the one place where a password can be led astray.
 *
 * Names are judged here as far as their text goes; the address that a name leads to is checked when
 * the connection stands (`Transport`), with the same rule.
 */
export function judgeRealm(realm: string, context: RealmContext): RealmJudgement {
  const refuse = (reason: RealmRefusal, host: string | null = null): RealmJudgement => ({
    answer: 'refuse',
    reason,
    host,
  });

  // The URL parser repairs what must not be repaired: it drops line ends, reads `\` as `/`, 2130706433 as 127.0.0.1.
  if (/[\p{Cc}\s\\]/u.test(realm)) return refuse('realm-refused');
  const authority = /^https?:\/\/([^/?#]+)/i.exec(realm)?.[1];
  if (authority === undefined || !URL.canParse(realm)) return refuse('realm-refused');
  const url = new URL(realm);
  url.hash = '';
  if (authority.includes('@')) return refuse('realm-refused', url.host);
  const written = authority.replace(/:\d*$/, '').toLowerCase();
  const isBracketed = written.startsWith('[');
  const isInternational = /[^\p{ASCII}]/u.test(written);
  if (written !== url.hostname && !isBracketed && !(isInternational && isIP(url.hostname) === 0)) {
    return refuse('realm-refused', url.host);
  }

  if (url.protocol !== 'https:' && !context.plainHttp) return refuse('realm-not-https', url.host);

  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !mayReceive(literal, context.registryAddress)) {
    return refuse('realm-private-address', url.host);
  }

  const own = new URL(`https://${apiHost(context.registry)}`).hostname;
  const isOwn = url.hostname === own || isKnownRealmHost(context.registry, url.host);
  return { answer: isOwn ? 'allow' : 'ask', url };
}
