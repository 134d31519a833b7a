/**
 * What the system must have, as Debian names it. `program` or `library` is what the package is wanted for: how it is
 * looked for where there is no dpkg, and what is told to the user there.
 * @typedef {{name: string, program?: string, library?: string}} SystemPackage
 */

/** The Electron runtime, and what unpacks it. @type {readonly SystemPackage[]} */
const RUNTIME = [
  { name: 'libgtk-3-0', library: 'libgtk-3.so.0' },
  { name: 'libnss3', library: 'libnss3.so' },
  { name: 'libasound2', library: 'libasound.so.2' },
  { name: 'libgbm1', library: 'libgbm.so.1' },
  { name: 'libnotify4', library: 'libnotify.so.4' },
  { name: 'libsecret-1-0', library: 'libsecret-1.so.0' },
  { name: 'libxss1', library: 'libXss.so.1' },
  { name: 'libxtst6', library: 'libXtst.so.6' },
  { name: 'dbus', program: 'dbus-daemon' },
  { name: 'unzip', program: 'unzip' },
  { name: 'tar', program: 'tar' },
];

/** A display, a keyring and letters for a machine that has none: the demo and the tests. @type {readonly SystemPackage[]} */
const HEADLESS = [
  { name: 'xvfb', program: 'Xvfb' },
  { name: 'xauth', program: 'xauth' },
  { name: 'gnome-keyring', program: 'gnome-keyring-daemon' },
  { name: 'fonts-dejavu-core' },
  { name: 'fonts-noto-cjk' },
];

/** The tools whose files the tests read and write, the registry they log in to, and what watches. @type {readonly SystemPackage[]} */
const TESTS = [
  { name: 'podman', program: 'podman' },
  { name: 'skopeo', program: 'skopeo' },
  { name: 'buildah', program: 'buildah' },
  { name: 'docker.io', program: 'docker' },
  { name: 'docker-registry', program: 'docker-registry' },
  { name: 'kubernetes-client', program: 'kubectl' },
  { name: 'apache2-utils', program: 'htpasswd' },
  { name: 'golang-docker-credential-helpers', program: 'docker-credential-secretservice' },
  { name: 'pass', program: 'pass' },
  { name: 'gnupg', program: 'gpg' },
  { name: 'age', program: 'age' },
  { name: 'openssl', program: 'openssl' },
  { name: 'squid', program: '/usr/sbin/squid' },
  { name: 'dnsmasq-base', program: '/usr/sbin/dnsmasq' },
  { name: 'iproute2', program: 'ip' },
  { name: 'iptables', program: '/usr/sbin/iptables' },
  { name: 'strace', program: 'strace' },
  { name: 'git', program: 'git' },
  { name: 'python3-dbus' },
  { name: 'python3-gi' },
  { name: 'util-linux', program: 'runuser' },
  { name: 'passwd', program: 'useradd' },
  { name: 'procps', program: 'ps' },
  { name: 'shellcheck', program: 'shellcheck' },
  { name: 'fish', program: 'fish' },
];

/**
 * What each purpose needs: `start` a window on a desktop, `demo` a window anywhere, `test` all of it.
 * @typedef {'start' | 'demo' | 'test'} Purpose
 * @type {Record<Purpose, readonly SystemPackage[]>}
 */
export const SYSTEM_PACKAGES = {
  start: RUNTIME,
  demo: [...RUNTIME, ...HEADLESS],
  test: [...RUNTIME, ...HEADLESS, ...TESTS],
};
