import { type AuthEntry, effectiveEntries, layoutOf } from '../authfile/codec.ts';
import { readEntry } from '../authfile/entry-value.ts';
import { placeOf } from '../authfile/json-scanner.ts';
import { type EntryMember, foldName } from '../authfile/layout.ts';

/** One entry of a pull secret: what it logs in with, and where in the text it stands. */
export interface PullSecretEntry extends AuthEntry {
  /** As the text has it; null where there is none. Nobody pulls with it. */
  readonly email: string | null;
  readonly line: number;
  readonly column: number;
}

/**
 * The first thing for which OpenShift would not take a pull secret.
 * - `auths-missing`: no `auths`, or none in it
 * - `auth-missing`, `auth-not-base64`, `auth-no-colon`: of one entry, in the order of the text
 * - `member-refused`: a member that the machine-config operator does not know; it then takes nothing
 * - `registry-missing`: a registry that has to be there is not
 */
export interface PullSecretFault {
  readonly code:
    | 'auths-missing'
    | 'auth-missing'
    | 'auth-not-base64'
    | 'auth-no-colon'
    | 'member-refused'
    | 'registry-missing';
  /** The entry's key, or the registry that is missing. */
  readonly key: string | null;
  /** The member that is refused. */
  readonly member: string | null;
  readonly line: number;
  readonly column: number;
}

export interface PullSecret {
  readonly entries: readonly PullSecretEntry[];
  /** Null for one that installer and operator both take. */
  readonly fault: PullSecretFault | null;
}

/** What the machine-config operator decodes; anything else is an error to it. */
const ENTRY_MEMBERS: ReadonlySet<string> = new Set(['username', 'password', 'email', 'auth']);

/**
 * Reads the content of `.dockerconfigjson` or of a `pull-secret.txt`, with the checks of the assisted
 * installer and of the machine-config operator.
 * @param requires registries that have to be in it: the installer asks for `registry.redhat.io`
 * @param path only named in errors
 * @throws FILE_MALFORMED with line, column, field and reason; FILE_TOO_LARGE
 * @see https://github.com/openshift/assisted-service/blob/master/internal/cluster/validations/pull_secret_validation.go
 * @see https://github.com/openshift/machine-config-operator/blob/master/pkg/secrets/helpers.go
 */
export function readPullSecret(
  bytes: Uint8Array,
  { requires = [], path }: { requires?: readonly string[]; path?: string } = {},
): PullSecret {
  const layout = layoutOf(bytes, 'containers-auth', path);
  const members = [...effectiveEntries(layout).values()];
  const entries = members.map((member) => ({
    ...readEntry(member, 'containers-auth'),
    email: emailOf(member, layout.text),
    ...placeOf(layout.text, member.start),
  }));
  const at = (offset: number) => placeOf(layout.text, offset);
  return { entries, fault: faultOf(members, entries, requires, at) };
}

function faultOf(
  members: readonly EntryMember[],
  entries: readonly PullSecretEntry[],
  requires: readonly string[],
  at: (offset: number) => { line: number; column: number },
): PullSecretFault | null {
  if (members.length === 0) {
    return { code: 'auths-missing', key: null, member: null, ...at(0) };
  }
  for (const [index, member] of members.entries()) {
    const about = { key: member.key, member: null, ...at(member.start) };
    const entry = entries[index];
    if (!fieldText(member, 'auth')) return { code: 'auth-missing', ...about };
    const problem = entry?.problem ?? null;
    if (problem === 'bad-base64' || problem === 'not-utf8') {
      return { code: 'auth-not-base64', ...about };
    }
    if (problem !== null) return { code: 'auth-no-colon', ...about };
    const refused = member.object?.members.find(({ key }) => !ENTRY_MEMBERS.has(foldName(key)));
    if (refused !== undefined) {
      const { key, start } = refused;
      return { code: 'member-refused', key: member.key, member: key, ...at(start) };
    }
  }
  const missing = requires.find((registry) => !members.some(({ key }) => key === registry));
  if (missing === undefined) return null;
  return { code: 'registry-missing', key: missing, member: null, ...at(0) };
}

/** The tools that write the format do not know it, so it may be of any type. */
function emailOf({ object }: EntryMember, text: string): string | null {
  const member = object?.members.findLast(({ key }) => foldName(key) === 'email');
  if (member === undefined) return null;
  const value: unknown = JSON.parse(text.slice(member.valueStart, member.valueEnd));
  return typeof value === 'string' ? value : null;
}

/** The value of a member; the last one counts, as Go decodes it. */
function fieldText(member: EntryMember, name: string): string | null {
  return member.object?.members.findLast(({ key }) => foldName(key) === name)?.text ?? null;
}
