import { quoteLiteral } from '../../../shared/shell-quoting.ts';
import { authsOf, prettyJson } from './auths.ts';
import type { Sheet } from './document.ts';
import type { ExportInput, Render } from './form.ts';
import { secretManifest, toYaml } from './manifests.ts';

const OPENSHIFT3_FILE = '/var/lib/origin/.docker/config.json';
const MICROSHIFT_FILE = '/etc/crio/openshift-pull-secret';
/** Where bootc and rpm-ostree look, and whence a link leads podman. */
const OSTREE_FILE = '/etc/ostree/auth.json';
const LINK_FILE = 'link-podman-credentials.conf';

/**
 * Lines that put what comes on standard input in the place of a file, in one step, and keep the former
 * one beside it. They are given to a shell of root's.
 * @param path absolute, of letters that no shell reads anything into
 */
function install(path: string): string {
  const directory = path.slice(0, path.lastIndexOf('/'));
  return `set -eu
umask 077
mkdir -p ${directory}
cat > ${path}.new
[ -s ${path}.new ]
if [ -f ${path} ]; then cp -p ${path} "${path}.before-$(date -u +%Y%m%dT%H%M%SZ)"; fi
mv -f ${path}.new ${path}
if command -v restorecon > /dev/null 2>&1; then restorecon ${path} || :; fi`;
}

/**
 * The procedure of OpenShift 3 for every node: the file that the node service reads, a restart, and the
 * secret that image streams are imported with.
 * @see https://docs.openshift.com/container-platform/3.11/install_config/configuring_red_hat_registry.html
 */
export const openshift3Nodes: Render = (input, sheet) => {
  const config = JSON.stringify({ auths: authsOf(sheet, input.entries, 'docker-config') });
  const secret = secretManifest(
    { ...input, name: 'imagestreamsecret', namespace: 'openshift' },
    sheet,
  );
  const remote = `${install(OPENSHIFT3_FILE)}\nsystemctl restart atomic-openshift-node`;
  return {
    text: `#!/bin/sh
# Written by Pullkeeper. Please read it before you run it: it holds credentials, and restarts node services.
#
#   sh ${input.files}-nodes.sh root@node1 root@node2 ...
#
# Name every node of the cluster. Each gets ${OPENSHIFT3_FILE}
# over ssh, as root, and its atomic-openshift-node service is restarted, one node after the other.
# Then the secret "imagestreamsecret" of the namespace "openshift" is replaced with oc.
set -eu
[ "$#" -gt 0 ] || { echo "usage: sh $0 root@NODE..." >&2; exit 2; }

config=${quoteLiteral('sh', config)}
secret=${quoteLiteral('sh', JSON.stringify(secret))}
# What each node does with the content on its standard input.
remote=${quoteLines(remote)}

for node in "$@"; do
  case $node in -*) echo "$node is no node" >&2; exit 2 ;; esac
  printf '%s\\n' "$config" | ssh "$node" "$remote"
  echo "$node: done"
done
printf '%s' "$secret" | oc apply -f -
`,
    notes: ['replaces-file', 'encoded-only'],
  };
};

/** Lines as one literal of sh; `quoteLiteral` refuses line ends. */
function quoteLines(text: string): string {
  return text
    .split('\n')
    .map((line) => quoteLiteral('sh', line).slice(1, -1))
    .join('\n')
    .replace(/^/, "'")
    .concat("'");
}

/** @see https://docs.redhat.com/en/documentation/red_hat_build_of_microshift */
export const microshift: Render = ({ entries, files }, sheet) => {
  const config = JSON.stringify({ auths: authsOf(sheet, entries, 'containers-auth') });
  return {
    text: `#!/bin/sh
# Written by Pullkeeper. Please read it before you run it as root on the machine that runs MicroShift:
# it holds credentials, and restarts CRI-O and MicroShift.
#
#   sudo sh ${files}-microshift.sh
set -eu
[ "$(id -u)" -eq 0 ] || { echo 'This script has to be run as root.' >&2; exit 1; }

config=${quoteLiteral('sh', config)}
printf '%s\\n' "$config" | sh -c ${quoteLines(install(MICROSHIFT_FILE))}
chown root:root ${MICROSHIFT_FILE}
systemctl restart crio microshift
`,
    notes: ['replaces-file', 'encoded-only'],
  };
};

/** A file of the machine, and the link by which root's podman finds it too. */
const LINK = `d /run/containers/0 0700 root root -
L /run/containers/0/auth.json - - - - ${OSTREE_FILE}
`;

function ostreeJson({ entries }: ExportInput, sheet: Sheet): string {
  return prettyJson({ auths: authsOf(sheet, entries, 'containers-auth') });
}

/** @see https://coreos.github.io/butane/config-fcos-v1_5/ */
export const butane: Render = (input, sheet) => ({
  text: toYaml({
    variant: 'fcos',
    version: '1.5.0',
    storage: {
      files: [
        { path: OSTREE_FILE, mode: 0o600, contents: { inline: ostreeJson(input, sheet) } },
        { path: `/etc/tmpfiles.d/${LINK_FILE}`, mode: 0o644, contents: { inline: LINK } },
      ],
    },
  }),
  notes: ['encoded-only'],
});

/** @see https://coreos.github.io/ignition/configuration-v3_4/ */
export const ignition: Render = (input, sheet) => {
  const file = (path: string, mode: number, text: string) => ({
    path,
    mode,
    contents: { source: `data:;base64,${sheet.base64(text)}` },
  });
  const config = {
    ignition: { version: '3.4.0' },
    storage: {
      files: [
        file(OSTREE_FILE, 0o600, ostreeJson(input, sheet)),
        file(`/etc/tmpfiles.d/${LINK_FILE}`, 0o644, LINK),
      ],
    },
  };
  return { text: `${JSON.stringify(config, null, 2)}\n`, notes: ['encoded-only'] };
};

/**
 * A fragment of a Containerfile: the credentials come in as a build secret, from a saved auth.json.
 * @see https://bootc-dev.github.io/bootc/building/secrets.html
 */
export const bootc: Render = ({ files }) => ({
  text: `# Build with: podman build --secret id=creds,src=${files}-auth.json ...
# Whoever can pull the image that is built can read the credentials in it.
RUN --mount=type=secret,id=creds,required=true \\
    install -m 0600 /run/secrets/creds /usr/lib/container-auth.json && \\
    ln -sr /usr/lib/container-auth.json ${OSTREE_FILE} && \\
    printf '%s\\n' 'd /run/containers/0 0700 root root -' \\
        'L /run/containers/0/auth.json - - - - ../../../usr/lib/container-auth.json' \\
        > /usr/lib/tmpfiles.d/${LINK_FILE}
`,
  notes: ['reads-auth-json'],
});
