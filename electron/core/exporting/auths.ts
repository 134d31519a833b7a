import { scopeOf } from '../../../shared/auth-scope.ts';
import { authKeyFor } from '../../../shared/registry.ts';
import type { TargetFormat } from '../../../shared/target.ts';
import { Failure } from '../failure.ts';
import type { Sheet } from './document.ts';
import type { ExportEntry, Render } from './form.ts';

/** Whose rules the keys follow; `kubernetes` are the kubelet's, and those of OpenShift's pull secret. */
export type KeyRules = TargetFormat | 'kubernetes';

/** What is in an entry: the machine config operator refuses a secret with any other member. */
interface AuthMembers {
  readonly email?: string;
  /** A word of the sheet. */
  readonly auth: string;
}

/**
 * The `auths` of a credential file: key -> entry.
 * @throws EXPORT_SAME_KEY, EXPORT_KEY_REFUSED
 * @see https://github.com/openshift/machine-config-operator/blob/main/pkg/secrets/helpers.go
 */
export function authsOf(
  sheet: Sheet,
  entries: readonly ExportEntry[],
  rules: KeyRules,
  email: string | null = null,
): Readonly<Record<string, AuthMembers>> {
  const auths = new Map<string, AuthMembers>();
  for (const entry of entries) {
    const key = exportKey(entry, rules);
    if (auths.has(key)) throw new Failure('EXPORT_SAME_KEY', { key });
    const auth = sheet.base64(() => `${entry.meta.username}:${entry.reveal()}`);
    auths.set(key, { ...(email !== null && { email }), auth });
  }
  return Object.fromEntries(auths);
}

/** @throws EXPORT_KEY_REFUSED for a namespace where the readers know hosts alone */
export function exportKey({ meta }: ExportEntry, rules: KeyRules): string {
  const scope = scopeOf(meta);
  if (rules === 'containers-auth') return authKeyFor(scope, rules);
  // docker would offer it to all of the host; `.dockercfg` has no namespaces.
  if (meta.namespace !== undefined && rules !== 'kubernetes') {
    throw new Failure('EXPORT_KEY_REFUSED', { key: scope });
  }
  return authKeyFor(scope, 'docker-config');
}

/** As podman and docker write their files: by tabs. */
export function prettyJson(value: unknown): string {
  return `${JSON.stringify(value, null, '\t')}\n`;
}

export const authJson: Render = ({ entries }, sheet) => ({
  text: prettyJson({ auths: authsOf(sheet, entries, 'containers-auth') }),
  notes: ['encoded-only'],
});

export const configJson: Render = ({ entries }, sheet) => ({
  text: prettyJson({ auths: authsOf(sheet, entries, 'docker-config') }),
  notes: ['encoded-only'],
});

/** The map alone: the file of docker before 1.7. */
export const dockercfg: Render = ({ entries, email }, sheet) => ({
  text: prettyJson(authsOf(sheet, entries, 'legacy-dockercfg', email)),
  notes: ['encoded-only'],
});

/** Whom the credentials log in where, for somebody else's eyes. No secret is on the sheet. */
export const redacted: Render = ({ entries }) => ({
  text: prettyJson({
    auths: Object.fromEntries(
      entries.map(({ meta }) => [
        scopeOf(meta),
        { username: meta.username, kind: meta.kind, auth: '(left out)' },
      ]),
    ),
  }),
});
