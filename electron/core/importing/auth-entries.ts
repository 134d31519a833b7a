import type { AuthScope } from '../../../shared/auth-scope.ts';
import { parseScope } from '../../../shared/registry.ts';
import type { TargetFormat } from '../../../shared/target.ts';
import { type AuthEntry, parseAuthFile } from '../authfile/codec.ts';
import { hostOfKey, scopeOfKey } from '../authfile/keys.ts';
import { recogniseFormat } from '../authfile/recognise.ts';
import { type Found, found } from './found.ts';

/**
 * What a credential file logs in with, by the rules of the tools that read it.
 * @throws FILE_MALFORMED with the first place that they would refuse
 */
export function readAuthText(
  text: string,
  holder: string | null,
): { format: TargetFormat; entries: Found[] } {
  const bytes = Buffer.from(text, 'utf8');
  const format = recogniseFormat(bytes, '');
  const { entries } = parseAuthFile(bytes, format);
  return { format, entries: entries.map((entry) => foundIn(entry, format, holder)) };
}

/** What a key is for; a host is taken as the file has it. Null where its readers know no such key. */
export function scopeOf(key: string, format: TargetFormat): AuthScope | null {
  const registry = hostOfKey(key, format);
  if (registry !== null) return { registry };
  const scope = scopeOfKey(key, format);
  return scope === null ? null : parseScope(scope);
}

function foundIn(entry: AuthEntry, format: TargetFormat, holder: string | null): Found {
  const { key, username, secret, identityToken, problem } = entry;
  const scope = scopeOf(key, format);
  return found({
    key,
    registry: scope?.registry ?? null,
    namespace: scope?.namespace ?? null,
    username,
    secret: secret?.reveal() ?? null,
    holder,
    problem: scope === null ? 'namespace' : identityToken ? 'identity-token' : problem,
  });
}
