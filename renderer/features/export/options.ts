import type { CredentialView } from '../../../shared/credential.ts';
import {
  type ExportFormId,
  type ExportNeed,
  type ExportRequest,
  type ExportTab,
  exportForm,
  isExportEmail,
  kubernetesName,
} from '../../../shared/exporting.ts';

/** What the user may fill in; an empty name is the proposed one. */
export type Options = Omit<ExportRequest, 'form' | 'tab' | 'credentialIds'>;

export const NO_OPTIONS: Options = {
  name: '',
  namespace: '',
  email: '',
  serviceAccount: 'default',
  store: '',
  shell: 'sh',
  tool: 'podman',
};

/** The options that are typed, each by the need that it answers. */
export const TYPED = {
  name: 'name',
  namespace: 'namespace',
  'service-account': 'serviceAccount',
  store: 'store',
  email: 'email',
} as const satisfies Partial<Record<ExportNeed, keyof Options>>;
export type TypedNeed = keyof typeof TYPED;
export const TYPED_NEEDS = Object.keys(TYPED) as readonly TypedNeed[];

/** As the portal names it: after the service account, where it is one. */
export function proposedName(chosen: readonly CredentialView[]): string {
  const [only] = chosen;
  const name = chosen.length === 1 && only !== undefined ? only.username : 'registry';
  return kubernetesName(`${name}-pull-secret`, 'object', 'registry-pull-secret');
}

/** What main is asked for. What the form does not need, or cannot take, stays out. */
export function requestOf(
  form: ExportFormId,
  tab: ExportTab,
  chosen: readonly CredentialView[],
  options: Options,
): ExportRequest {
  const { needs } = exportForm(form);
  return {
    ...options,
    form,
    tab,
    credentialIds: chosen.map(({ id }) => id),
    name: options.name.trim() || proposedName(chosen),
    namespace: needs.includes('namespace') ? options.namespace.trim() : '',
    email:
      needs.includes('email') && isExportEmail(options.email.trim()) ? options.email.trim() : '',
    serviceAccount: options.serviceAccount.trim(),
    store: options.store.trim(),
  };
}
