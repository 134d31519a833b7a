import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { AUDIT_SUBJECTS_MAX, AUDITED_CALLS, type AuditEntry } from '../../../shared/audit.ts';
import type { CallName } from '../../../shared/channels.ts';
import { verdict } from '../../../shared/credential.ts';
import type { CoreCalls } from '../calls.ts';
import { Failure } from '../failure.ts';
import { isDone } from '../keeping.ts';
import type { CredentialIndex } from '../vault/index.ts';

/** Where Red Hat's service accounts log in. */
const RED_HAT_REGISTRY = 'registry.redhat.io';

type Subject = AuditEntry['subjects'][number];
type Call = (input: unknown) => Promise<unknown>;

/**
 * The same calls, which write down what was done. Of what goes in and comes out it looks at the fields
 * below and at nothing else, so that a secret cannot be among what is written.
 *
 * @param add takes the entries
 */
export function audited(
  calls: CoreCalls,
  index: CredentialIndex,
  add: (entry: AuditEntry) => void,
): CoreCalls {
  const who = nameOfUser();
  const wrapped: Record<string, Call> = {};
  for (const name of AUDITED_CALLS) {
    const call = (calls as Partial<Record<CallName, Call>>)[name];
    if (call === undefined) continue;
    wrapped[name] = async (input) => {
      // A credential that is forgotten is known before alone.
      const subjects = [...subjectsOf(input, index), ...accountOf(name, input)];
      const write = (result: Partial<AuditEntry> & Pick<AuditEntry, 'outcome'>) =>
        add({
          id: randomUUID(),
          at: new Date().toISOString(),
          who,
          action: name,
          subjects,
          targets: targetsOf(input),
          verdict: null,
          code: null,
          ...result,
        });
      try {
        const output = await call(input);
        write({
          outcome: outcomeOf(output),
          verdict: verdictOf(output),
          ...(subjects.length === 0 && { subjects: subjectsOf(output, index) }),
        });
        return output;
      } catch (error) {
        const code = error instanceof Failure ? error.code : 'INTERNAL';
        write({ outcome: code === 'CANCELLED' ? 'cancelled' : 'failed', code });
        throw error;
      }
    };
  }
  return { ...calls, ...wrapped };
}

function subjectsOf(input: unknown, index: CredentialIndex): Subject[] {
  const { credentialId, credentialIds, of, draft } = fieldsOf(input);
  const { registry, username } = fieldsOf(draft);
  if (typeof registry === 'string' && typeof username === 'string') return [{ registry, username }];
  const ids = [credentialId, credentialIds, of].flat();
  return ids.slice(0, AUDIT_SUBJECTS_MAX).flatMap((id) => {
    const meta = typeof id === 'string' ? known(index, id) : null;
    return meta === null ? [] : [{ registry: meta.registry, username: meta.username }];
  });
}

/** Red Hat's service accounts have a name there, and none of the ids of this machine. */
function accountOf(call: CallName, input: unknown): Subject[] {
  if (!call.startsWith('service-accounts.')) return [];
  const { username, name } = fieldsOf(input);
  const account = username ?? name;
  return typeof account === 'string' ? [{ registry: RED_HAT_REGISTRY, username: account }] : [];
}

/** An index that cannot be read is told by the call itself. */
function known(index: CredentialIndex, id: string): Subject | null {
  try {
    return index.find(id);
  } catch {
    return null;
  }
}

function targetsOf(input: unknown): string[] {
  const { targetId, targetIds, commit } = fieldsOf(input);
  const committed = fieldsOf(commit).targetIds;
  return [targetId, targetIds, committed].flat().filter((id) => typeof id === 'string');
}

function verdictOf(output: unknown): AuditEntry['verdict'] {
  const { verdict: own, check } = fieldsOf(output);
  const parsed = verdict.safeParse(own ?? fieldsOf(check).verdict);
  return parsed.success ? parsed.data : null;
}

/** `partly` where one of the targets in the answer was not changed as asked. */
function outcomeOf(output: unknown): AuditEntry['outcome'] {
  const { targets, committed } = fieldsOf(output);
  const applied = [output, targets, fieldsOf(committed).targets].find(Array.isArray) ?? [];
  return applied.some((each) => typeof each?.outcome === 'string' && !isDone(each))
    ? 'partly'
    : 'done';
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user without a name.
    return String(process.getuid?.() ?? '');
  }
}
