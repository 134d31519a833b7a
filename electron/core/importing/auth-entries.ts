import type { TargetFormat } from '../../../shared/target.ts';
import { type AuthEntry, parseAuthFile } from '../authfile/codec.ts';
import { hostOfKey } from '../authfile/keys.ts';
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

function foundIn(entry: AuthEntry, format: TargetFormat, holder: string | null): Found {
  const { key, username, secret, identityToken, problem } = entry;
  const registry = hostOfKey(key, format);
  return found({
    key,
    registry,
    username,
    secret: secret?.reveal() ?? null,
    holder,
    problem: registry === null ? 'namespace' : identityToken ? 'identity-token' : problem,
  });
}
