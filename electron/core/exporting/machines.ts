import { stringify } from 'yaml';
import { scopeOf } from '../../../shared/auth-scope.ts';
import { authsOf } from './auths.ts';
import type { Render } from './form.ts';
import { toYaml } from './manifests.ts';

/**
 * An image unit of Quadlet, whose `AuthFile` is a saved auth.json.
 * @see https://docs.podman.io/en/latest/markdown/podman-systemd.unit.5.html
 */
export const quadlet: Render = ({ entries: [first], files }) => ({
  text: `[Unit]
Description=Image from ${first.meta.registry}

[Image]
Image=${scopeOf(first.meta)}/REPOSITORY:TAG
AuthFile=%h/.config/containers/${files}-auth.json
`,
  notes: ['reads-auth-json', 'fill-in-repository'],
});

const FILE = '/root/.config/containers/auth.json';

/** A playbook without secrets; they are in a file of variables that `ansible-vault` encrypts. */
export const ansible: Render = ({ files }) => ({
  text: toYaml([
    {
      name: 'Registry credentials for root and its containers',
      hosts: 'all',
      become: true,
      vars_files: [`${files}-variables.yml`],
      tasks: [
        {
          name: 'Make the directory',
          'ansible.builtin.file': {
            path: FILE.slice(0, FILE.lastIndexOf('/')),
            state: 'directory',
            mode: '0700',
          },
        },
        {
          name: 'Write the credentials',
          'ansible.builtin.copy': {
            dest: FILE,
            content: '{{ registry_credentials | to_nice_json }}',
            mode: '0600',
            backup: true,
          },
          no_log: true,
        },
      ],
    },
  ]),
  notes: ['reads-variables'],
});

export const ansibleVariables: Render = ({ entries, files }, sheet) => ({
  text: `# Encrypt this file before you keep it: ansible-vault encrypt ${files}-variables.yml
${stringify(
  { registry_credentials: { auths: authsOf(sheet, entries, 'containers-auth') } },
  { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' },
)}`,
  notes: ['encoded-only'],
});
