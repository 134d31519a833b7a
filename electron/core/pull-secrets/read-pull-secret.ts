import type { PullSecretFault } from '../../../shared/pull-secret.ts';
import { type AuthEntry, effectiveEntries, layoutOf } from '../authfile/codec.ts';
import { readEntry } from '../authfile/entry-value.ts';
import { placeOf } from '../authfile/json-scanner.ts';
import { type EntryMember, foldName, type Layout, type Member } from '../authfile/layout.ts';
import { Secret } from '../secret.ts';

/** One entry of a pull secret: what it logs in with, and where in the text it stands. */
export interface PullSecretEntry extends AuthEntry {
  /** As the text has it; null where there is none. Nobody pulls with it. */
  readonly email: string | null;
  /** Its value as JSON text, byte for byte. */
  readonly text: Secret;
  /** Why OpenShift would not take a pull secret with it. */
  readonly fault: PullSecretFault | null;
}

export interface PullSecret {
  /** One per key, in the order of the text. */
  readonly entries: readonly PullSecretEntry[];
  /** The first cause in the order of the checks; null for one that installer and operator both take. */
  readonly fault: PullSecretFault | null;
}

/** What the machine-config operator decodes, each as a text; anything else is an error to it. */
const ENTRY_MEMBERS: ReadonlySet<string> = new Set(['username', 'password', 'email', 'auth']);

/**
 * Reads the content of `.dockerconfigjson` or of a `pull-secret.txt`, with the checks of the assisted
 * installer and of the machine-config operator.
 * @param requires registries that have to be in it: the installer asks for `registry.redhat.io`
 * @param path only named in errors
 * @throws FILE_MALFORMED with line, column, field and reason; FILE_TOO_LARGE
 * @see https://github.com/openshift/assisted-service/blob/master/internal/cluster/validations/pull_secret_validation.go
 * @see https://github.com/openshift/machine-config-operator/blob/main/pkg/secrets/secrets.go
 */
export function readPullSecret(
  bytes: Uint8Array,
  { requires = [], path }: { requires?: readonly string[]; path?: string } = {},
): PullSecret {
  const layout = layoutOf(bytes, 'containers-auth', path);
  const at = (offset: number) => placeOf(layout.text, offset);
  const entries = [...effectiveEntries(layout).values()].map((member) => {
    const entry = readEntry(member, 'containers-auth');
    return {
      ...entry,
      email: emailOf(member, layout.text),
      text: new Secret(layout.text.slice(member.valueStart, member.valueEnd)),
      fault: faultOf(member, entry, layout.text),
    };
  });
  const about = (code: PullSecretFault['code'], key: string | null, offset = 0) => ({
    code,
    key,
    member: null,
    ...at(offset),
  });
  const fault =
    entries.length === 0
      ? about('auths-missing', null)
      : (entries.find((entry) => entry.fault !== null)?.fault ?? topFault(layout));
  const missing = requires.find((registry) => !entries.some(({ key }) => key === registry));
  return {
    entries,
    fault: fault ?? (missing === undefined ? null : about('registry-missing', missing)),
  };
}

/** The members of a document or an entry that the machine-config operator does not take. */
export function refusedMembers(layout: Layout): {
  top: Member[];
  ofEntries: Map<EntryMember, Member[]>;
} {
  const ofEntries = new Map<EntryMember, Member[]>();
  for (const { object } of layout.auths) {
    for (const entry of object?.members ?? []) {
      const refused = (entry.object?.members ?? []).filter(
        (member) => !isKnown(member) || !isText(member, layout.text),
      );
      if (refused.length > 0) ofEntries.set(entry, refused);
    }
  }
  return { top: topMembers(layout), ofEntries };
}

function topMembers({ root }: Layout): Member[] {
  return (root?.members ?? []).filter(({ key }) => foldName(key) !== 'auths');
}

function topFault(layout: Layout): PullSecretFault | null {
  const [refused] = topMembers(layout);
  if (refused === undefined) return null;
  const { key, start } = refused;
  return { code: 'member-refused', key: null, member: shown(key), ...placeOf(layout.text, start) };
}

function faultOf(member: EntryMember, entry: AuthEntry, text: string): PullSecretFault | null {
  const fault = (
    code: PullSecretFault['code'],
    refused: Member | null = null,
  ): PullSecretFault => ({
    code,
    key: member.key.slice(0, 1024),
    member: refused === null ? null : shown(refused.key),
    ...placeOf(text, (refused ?? member).start),
  });
  if (!fieldText(member, 'auth')) return fault('auth-missing');
  if (entry.problem === 'bad-base64' || entry.problem === 'not-utf8')
    return fault('auth-not-base64');
  if (entry.problem !== null) return fault('auth-no-colon');
  const members = member.object?.members ?? [];
  const refused = members.find((each) => !isKnown(each));
  if (refused !== undefined) return fault('member-refused', refused);
  const other = members.find((each) => !isText(each, text));
  return other === undefined ? null : fault('member-not-text', other);
}

function isKnown({ key }: Member): boolean {
  return ENTRY_MEMBERS.has(foldName(key));
}

/** Go takes `null` for "not there", whatever the type. */
function isText({ valueStart }: Member, text: string): boolean {
  return text[valueStart] === '"' || text.startsWith('null', valueStart);
}

function shown(name: string): string {
  return name.slice(0, 512);
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
