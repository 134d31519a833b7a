import { stringify } from 'yaml';
import { authsOf } from './auths.ts';
import type { Sheet } from './document.ts';
import type { ExportInput, Render } from './form.ts';

/** YAML that readers of YAML 1.1, which Kubernetes and Ansible are, take for the same values. */
export function toYaml(value: unknown, collectionStyle: 'any' | 'flow' = 'any'): string {
  return stringify(value, { lineWidth: 0, compat: 'yaml-1.1', collectionStyle });
}

type Metadata = Pick<ExportInput, 'name' | 'namespace'>;

function metadata({ name, namespace }: Metadata): object {
  return { name, ...(namespace !== null && { namespace }) };
}

/**
 * A Secret with the type and the key that go together.
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets
 */
export function secretManifest(
  input: ExportInput,
  sheet: Sheet,
  kind: 'dockerconfigjson' | 'dockercfg' = 'dockerconfigjson',
): object {
  const { entries, email } = input;
  const config =
    kind === 'dockercfg'
      ? authsOf(sheet, entries, 'legacy-dockercfg', email)
      : { auths: authsOf(sheet, entries, 'kubernetes', email) };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadata(input),
    type: `kubernetes.io/${kind}`,
    data: { [`.${kind}`]: sheet.base64(JSON.stringify(config)) },
  };
}

export const secretYaml: Render = (input, sheet) => ({
  text: toYaml(secretManifest(input, sheet)),
  notes: ['encoded-only'],
});

export const legacySecretYaml: Render = (input, sheet) => ({
  text: toYaml(secretManifest(input, sheet, 'dockercfg')),
  notes: ['encoded-only'],
});

/** A build that pulls its base image with the secret. */
export const buildConfig: Render = (input) => ({
  text: `# For a build that is there: oc set build-secret --pull bc/build ${input.name}
${toYaml({
  apiVersion: 'build.openshift.io/v1',
  kind: 'BuildConfig',
  metadata: metadata({ ...input, name: 'build' }),
  spec: {
    source: { type: 'Git', git: { uri: 'https://git.example.com/app.git' } },
    strategy: { type: 'Docker', dockerStrategy: { pullSecret: { name: input.name } } },
  },
})}`,
});

/**
 * An object for the External Secrets Operator: the secret stays in the store that it names.
 * @see https://external-secrets.io/latest/guides/common-k8s-secret-types/
 */
export const externalSecret: Render = (input) => ({
  text: toYaml({
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: metadata(input),
    spec: {
      refreshInterval: '1h',
      secretStoreRef: { kind: 'SecretStore', name: input.store },
      target: {
        name: input.name,
        template: {
          type: 'kubernetes.io/dockerconfigjson',
          data: { '.dockerconfigjson': '{{ .config | toString }}' },
        },
      },
      data: [{ secretKey: 'config', remoteRef: { key: input.name } }],
    },
  }),
  notes: ['fill-store'],
});
