import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import {
  AUDIT_SUBJECTS_MAX,
  AUDITED_CALLS,
  type AuditEntry,
  type AuditedCall,
} from '../../../shared/audit.ts';
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

/** Writes down how one act ended. */
export interface Recording {
  done(output: unknown): void;
  failed(error: unknown): void;
}

/**
 * Begins to write an act down, before it changes what is known.
 * @param automatic the app does it by itself
 */
export type Recorder = (action: AuditedCall, input: unknown, automatic?: boolean) => Recording;

/**
 * Of what goes in and comes out of an act it looks at the fields below and at nothing else, so that a secret
 * cannot be among what is written.
 *
 * @param add takes the entries
 */
export function createRecorder(index: CredentialIndex, add: (entry: AuditEntry) => void): Recorder {
  const who = nameOfUser();
  return (action, input, automatic = false) => {
    // A credential that is forgotten is known before alone.
    const subjects = [...subjectsOf(input, index), ...accountOf(action, input)];
    const targets = targetsOf(input);
    const write = (result: Partial<AuditEntry> & Pick<AuditEntry, 'outcome'>) =>
      add({
        id: randomUUID(),
        at: new Date().toISOString(),
        who,
        action,
        subjects,
        targets,
        verdict: null,
        code: null,
        ...(automatic && { automatic }),
        ...result,
      });
    return {
      done: (output) =>
        write({
          outcome: outcomeOf(output),
          verdict: verdictOf(output),
          ...(subjects.length === 0 && { subjects: subjectsOf(output, index) }),
          ...(targets.length === 0 && { targets: targetsIn(output) }),
        }),
      failed(error) {
        const code = error instanceof Failure ? error.code : 'INTERNAL';
        write({ outcome: code === 'CANCELLED' ? 'cancelled' : 'failed', code });
      },
    };
  };
}

/** The same calls, which write down what was done. */
export function audited(calls: CoreCalls, record: Recorder): CoreCalls {
  const wrapped: { [name: string]: Call } = {};
  for (const name of AUDITED_CALLS) {
    const call = (calls as Partial<{ readonly [N in CallName]: Call }>)[name];
    if (call === undefined) continue;
    wrapped[name] = async (input) => {
      const recording = record(name, input);
      try {
        const output = await call(input);
        recording.done(output);
        return output;
      } catch (error) {
        recording.failed(error);
        throw error;
      }
    };
  }
  return { ...calls, ...wrapped };
}

/** The logins that a value names: itself, as a draft, or as a list of registries or results. */
function subjectsOf(value: unknown, index: CredentialIndex): Subject[] {
  const { draft, registries } = fieldsOf(value);
  return [value, draft, registries]
    .flat()
    .flatMap((each) => subjectOf(each, index))
    .slice(0, AUDIT_SUBJECTS_MAX);
}

function subjectOf(value: unknown, index: CredentialIndex): Subject[] {
  const { registry, username, credentialId, credentialIds, of, subject } = fieldsOf(value);
  if (typeof registry === 'string' && (typeof username === 'string' || username === null)) {
    return [{ registry, username: username ?? '' }];
  }
  const ids = [credentialId, credentialIds, of, fieldsOf(subject).credentialId].flat();
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
  const lists = [output, targets, fieldsOf(committed).targets];
  const results: unknown[] = lists.find(Array.isArray) ?? [];
  const isLeft = (each: unknown): boolean => {
    const { outcome, targets: parts, problem } = fieldsOf(each);
    if (typeof problem === 'string') return true;
    if (Array.isArray(parts)) return parts.some(isLeft);
    return typeof outcome === 'string' && !isDone({ outcome });
  };
  return results.some(isLeft) ? 'partly' : 'done';
}

/** The targets that the results of an act on several logins name. */
function targetsIn(output: unknown): string[] {
  if (!Array.isArray(output)) return [];
  const ids = output
    .flatMap((each) => fieldsOf(each).targets ?? [])
    .map((target) => fieldsOf(target).targetId)
    .filter((id) => typeof id === 'string');
  return [...new Set(ids)].slice(0, 64);
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
