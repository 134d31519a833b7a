import type { X509Certificate } from 'node:crypto';
import { posix } from 'node:path';
import { quoteLiteral } from '../../../shared/shell-quoting.ts';
import type { SystemTrust } from '../../../shared/trust.ts';
import { commentText } from '../doctor/shell.ts';
import { certificateFacts } from '../registry/certificate-facts.ts';
import { authorityPath } from './authority-files.ts';

const READ_BY: Readonly<Record<SystemTrust, string>> = {
  containers: 'podman, skopeo, buildah and CRI-O, for every user without a directory of their own',
  docker: 'the docker daemon',
};

/**
 * A script that makes the tools of the whole machine trust a certificate for one registry. The certificate
 * is in the script: it is nothing secret, and whoever reads the script sees what is installed.
 *
 * @see https://github.com/containers/image/blob/main/docs/containers-certs.d.5.md
 */
export function authorityScript(
  registry: string,
  certificate: X509Certificate,
  tools: SystemTrust,
): string {
  const { subject, issuer, notAfter, fingerprint } = certificateFacts(certificate);
  const target = authorityPath(posix.join('/etc', tools, 'certs.d', registry), certificate);
  const comments = [
    'Written by Pullkeeper. Please read it before you run it as root, for example with sudo.',
    '',
    `Installs a certificate that is then trusted for ${registry}, and for nothing else, by`,
    `${READ_BY[tools]}:`,
    '',
    `  ${target}`,
    '',
    `  subject      ${subject}`,
    `  issuer       ${issuer}`,
    `  valid until  ${notAfter}`,
    `  SHA-256      ${fingerprint}`,
    '',
    'Whoever holds its key can answer as the registry. Compare the fingerprint with what its owner',
    'says. To trust it no longer, remove the file.',
  ];
  return `#!/bin/sh
${comments.map((line) => `# ${commentText(line)}`.trimEnd()).join('\n')}
set -eu
umask 022

target=${quoteLiteral('sh', target)}

fail() {
  printf '%s\\n' "$1" >&2
  exit 1
}

[ "$(id -u)" -eq 0 ] || fail 'This script has to be run as root.'
directory=$(dirname -- "$target")
[ -d "$directory" ] || install -d -m 0755 -o root -g root -- "$directory"

# Whole or not at all, and never over a file that is there: ln does not take a name that is taken.
new=$(mktemp -- "$directory/.pullkeeper-XXXXXXXXXX")
trap 'rm -f -- "$new"' EXIT
cat > "$new" <<'CERTIFICATE'
${certificate.toString().trim()}
CERTIFICATE
chmod 0644 "$new"
ln -- "$new" "$target" || fail "$target is there already. Nothing was changed."
if command -v restorecon >/dev/null 2>&1; then
  restorecon -- "$target" || :
fi
printf 'Installed %s\\n' "$target"
`;
}
