/** What a probe's failure can be traced to. Each has its words in every locale (`diagnosis.cause.<code>`). */
export const CAUSES = [
  // configuration: what the tools on this machine would use
  /** A file that a tool reads cannot be parsed or opened. */
  'file-unusable',
  /** The tools read a file that this user does not own: root's under sudo, or the user's by root. */
  'other-users-file',
  /** The credential helper is missing, hangs or answers nonsense. */
  'helper-broken',
  /** A file or variable that is consulted earlier answers with another user. */
  'other-file-wins',
  /** Another key of the same file answers with another user. */
  'other-key-wins',
  /** The entry in the file is not the credential that is stored here. */
  'stale-entry',
  /** A credential is stored here, and no tool finds any. */
  'entry-missing',
  // names
  /** No server answers, or none is set. */
  'dns-unreachable',
  'dns-not-found',
  /** A server answers, but with a failure of its own. */
  'dns-failed',
  /** The name itself does not exist: a search domain was added to it. */
  'dns-search-domain',
  /** A public name leads to an address that no public server has. */
  'dns-wrong-address',
  /** A line of the hosts file says otherwise than the name server. */
  'dns-hosts-file',
  // connections
  'tcp-refused',
  /** Nothing comes back: a firewall drops the packets. */
  'tcp-filtered',
  /** No route to there, or a router or firewall says no. */
  'tcp-unreachable',
  /** IPv4 works, and IPv6 is tried first and goes nowhere. */
  'ipv6-broken',
  // proxies
  'proxy-unusable',
  'proxy-unreachable',
  'proxy-authentication',
  'proxy-refuses-registry',
  'proxy-refuses-blobs',
  /** The app goes through a proxy that the tools do not know of. */
  'proxy-app-only',
  /** The tools go through a proxy that the app does not use. */
  'proxy-tools-only',
  /** NO_PROXY exempts a host that is not reached directly. */
  'no-proxy-exempts',
  /** An entry of NO_PROXY that is meant for this host and does not match it. */
  'no-proxy-ineffective',
  // TLS
  'tls-intercepted',
  'tls-self-signed',
  /** An authority that this machine does not know. */
  'tls-unknown-authority',
  'tls-missing-intermediate',
  'tls-expired',
  'tls-not-yet-valid',
  /** The certificate is right, and this machine's clock is not. */
  'clock-wrong',
  'tls-wrong-host',
  /** An HTTP server on the port that TLS was expected on. */
  'tls-plain-http',
  'tls-failed',
  /** A file of certs.d cannot be used. */
  'trust-unusable',
  // the registry
  /** A page for a browser: the network wants somebody to sign in first. */
  'captive-portal',
  'registry-not-found',
  'registry-error',
  'registry-forbidden',
  /** Something that is no registry, or answers in a way that none does. */
  'registry-unexpected',
  'rate-limited',
  // challenge and token server
  'challenge-unusable',
  /** The realm policy refuses the token server that the registry names. */
  'realm-refused',
  /** The token server belongs to nobody known, and nobody allowed it yet. */
  'realm-not-allowed',
  'realm-unreachable',
  'token-server-error',
  'token-unusable',
  // credentials
  /** A login is needed, and there is no credential. */
  'credential-missing',
  /** A credential was sent, and the other side says that none arrived. */
  'credential-not-sent',
  'credential-rejected',
  /** A service account's name without the number and the bar in front. */
  'service-account-short-name',
  /** Most likely a portal password where a token is wanted. */
  'portal-password',
  // images
  'repository-denied',
  'repository-unknown',
  'reference-unknown',
  'terms-needed',
  'manifest-unusable',
  // blobs
  'blobs-unreachable',
  'blobs-refused',
  // the allow-list
  'allow-list-blocked',
  // the diagnosis itself
  'limit-reached',
] as const;
export type Cause = (typeof CAUSES)[number];

/** What to do about a cause. Each has its words in every locale (`diagnosis.remedy.<code>`). */
export const REMEDIES = [
  'open-lookup',
  'open-doctor',
  'write-target',
  'put-back',
  'mend-owner',
  'mend-resolver',
  'mend-name',
  'mend-hosts-file',
  'start-server',
  'open-firewall',
  'mend-route',
  'mend-ipv6',
  'mend-proxy-address',
  'set-proxy-login',
  'ask-proxy-team',
  'set-tools-proxy',
  'switch-proxy-mode',
  'mend-no-proxy',
  'add-authority',
  'mend-server-chain',
  'renew-certificate',
  'mend-clock',
  'use-named-host',
  'mark-plain-http',
  'mend-trust-file',
  'sign-in-to-network',
  'check-address',
  'ask-registry-owner',
  'wait',
  'allow-realm',
  'log-in',
  'use-full-name',
  'use-token',
  'ask-for-access',
  'check-reference',
  'accept-terms',
  'export-allow-list',
  'try-again',
] as const;
export type Remedy = (typeof REMEDIES)[number];

/** The remedy of each cause. */
export const REMEDY_OF = {
  'file-unusable': 'open-doctor',
  'other-users-file': 'mend-owner',
  'helper-broken': 'open-doctor',
  'other-file-wins': 'open-lookup',
  'other-key-wins': 'open-lookup',
  'stale-entry': 'put-back',
  'entry-missing': 'write-target',
  'dns-unreachable': 'mend-resolver',
  'dns-not-found': 'mend-name',
  'dns-failed': 'mend-resolver',
  'dns-search-domain': 'mend-name',
  'dns-wrong-address': 'mend-resolver',
  'dns-hosts-file': 'mend-hosts-file',
  'tcp-refused': 'start-server',
  'tcp-filtered': 'open-firewall',
  'tcp-unreachable': 'mend-route',
  'ipv6-broken': 'mend-ipv6',
  'proxy-unusable': 'mend-proxy-address',
  'proxy-unreachable': 'mend-proxy-address',
  'proxy-authentication': 'set-proxy-login',
  'proxy-refuses-registry': 'ask-proxy-team',
  'proxy-refuses-blobs': 'ask-proxy-team',
  'proxy-app-only': 'set-tools-proxy',
  'proxy-tools-only': 'switch-proxy-mode',
  'no-proxy-exempts': 'mend-no-proxy',
  'no-proxy-ineffective': 'mend-no-proxy',
  'tls-intercepted': 'add-authority',
  'tls-self-signed': 'add-authority',
  'tls-unknown-authority': 'add-authority',
  'tls-missing-intermediate': 'mend-server-chain',
  'tls-expired': 'renew-certificate',
  'tls-not-yet-valid': 'renew-certificate',
  'clock-wrong': 'mend-clock',
  'tls-wrong-host': 'use-named-host',
  'tls-plain-http': 'mark-plain-http',
  'tls-failed': 'ask-registry-owner',
  'trust-unusable': 'mend-trust-file',
  'captive-portal': 'sign-in-to-network',
  'registry-not-found': 'check-address',
  'registry-error': 'ask-registry-owner',
  'registry-forbidden': 'ask-registry-owner',
  'registry-unexpected': 'check-address',
  'rate-limited': 'wait',
  'challenge-unusable': 'ask-registry-owner',
  'realm-refused': 'ask-registry-owner',
  'realm-not-allowed': 'allow-realm',
  'realm-unreachable': 'open-firewall',
  'token-server-error': 'ask-registry-owner',
  'token-unusable': 'ask-registry-owner',
  'credential-missing': 'log-in',
  'credential-not-sent': 'ask-proxy-team',
  'credential-rejected': 'log-in',
  'service-account-short-name': 'use-full-name',
  'portal-password': 'use-token',
  'repository-denied': 'ask-for-access',
  'repository-unknown': 'check-reference',
  'reference-unknown': 'check-reference',
  'terms-needed': 'accept-terms',
  'manifest-unusable': 'ask-registry-owner',
  'blobs-unreachable': 'open-firewall',
  'blobs-refused': 'ask-registry-owner',
  'allow-list-blocked': 'export-allow-list',
  'limit-reached': 'try-again',
} as const satisfies Record<Cause, Remedy>;
