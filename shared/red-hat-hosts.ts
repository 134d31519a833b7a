/** Where a line of the allow-list was read; `asOf` is the day as of which it is known to say so (UTC). */
export const HOST_SOURCES = {
  'openshift-firewall': {
    title: 'OpenShift Container Platform 4.14, Configuring your firewall',
    address:
      'https://docs.openshift.com/container-platform/4.14/installing/install_config/configuring-firewall.html',
    asOf: '2023-10-31',
  },
  'firewall-changes': {
    title: 'Red Hat article 7084334, firewall changes in 2024 and 2025',
    address: 'https://access.redhat.com/articles/7084334',
    asOf: '2025-04-01',
  },
  'older-documents': { title: 'Older documents of Red Hat', address: null, asOf: null },
} as const satisfies Record<
  string,
  { readonly title: string; readonly address: string | null; readonly asOf: string | null }
>;
export type HostSource = keyof typeof HOST_SOURCES;

/** What a host is needed for; each has its words in every locale. */
export const HOST_PURPOSES = [
  'images',
  'third-party-images',
  'blobs',
  'signatures',
  'sign-in',
  'pull-secret',
] as const;
export type HostPurpose = (typeof HOST_PURPOSES)[number];

/** One line of the allow-list: outgoing TCP to a host name (the addresses behind it change). */
export interface AllowedHost {
  readonly host: string;
  readonly port: 443 | 80;
  /** False: some documents list it, others say that port 443 is enough. */
  readonly required: boolean;
  readonly purpose: HostPurpose;
  readonly source: HostSource;
}

/** Host, purpose, the source for port 443, and the one that lists port 80 too. */
const HOSTS: readonly (readonly [string, HostPurpose, HostSource, HostSource | null])[] = [
  ['registry.redhat.io', 'images', 'openshift-firewall', 'firewall-changes'],
  ['registry.access.redhat.com', 'images', 'openshift-firewall', 'firewall-changes'],
  ['registry.connect.redhat.com', 'third-party-images', 'openshift-firewall', 'older-documents'],
  ['quay.io', 'images', 'openshift-firewall', 'firewall-changes'],
  ['cdn.quay.io', 'blobs', 'openshift-firewall', 'firewall-changes'],
  ['cdn01.quay.io', 'blobs', 'openshift-firewall', 'firewall-changes'],
  ['cdn02.quay.io', 'blobs', 'openshift-firewall', 'firewall-changes'],
  ['cdn03.quay.io', 'blobs', 'openshift-firewall', 'firewall-changes'],
  ['cdn04.quay.io', 'blobs', 'firewall-changes', 'firewall-changes'],
  ['cdn05.quay.io', 'blobs', 'firewall-changes', 'firewall-changes'],
  ['cdn06.quay.io', 'blobs', 'firewall-changes', 'firewall-changes'],
  ['access.redhat.com', 'signatures', 'openshift-firewall', null],
  ['sso.redhat.com', 'sign-in', 'openshift-firewall', null],
  ['console.redhat.com', 'pull-secret', 'openshift-firewall', 'older-documents'],
  ['api.openshift.com', 'pull-secret', 'openshift-firewall', 'older-documents'],
];

/**
 * What a firewall or a proxy has to let through for Red Hat's registries, host by host, port 443 before
 * port 80.
 */
export const RED_HAT_HOSTS: readonly AllowedHost[] = HOSTS.flatMap(
  ([host, purpose, source, alsoHttp]): AllowedHost[] => [
    { host, port: 443, required: true, purpose, source },
    ...(alsoHttp === null
      ? []
      : [{ host, port: 80, required: false, purpose, source: alsoHttp } as const]),
  ],
);
