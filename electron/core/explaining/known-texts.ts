import type { Cause } from '../../../shared/diagnosis-causes.ts';

/** A text that a tool is known to print, and what it means. */
export interface KnownText {
  /** Looks at one line. No repetition in it is unbounded: the text is anybody's. */
  readonly pattern: RegExp;
  /** The likeliest first. */
  readonly causes: readonly [Cause, ...Cause[]];
}

const NETWORK =
  '(?:connection refused|no such host|i/o timeout|no route to host|network is unreachable)';
const CDN =
  '(?:cdn\\d{0,2}\\.quay\\.io|[\\w.-]{1,100}\\.(?:cloudfront\\.net|cloudflarestorage\\.com|amazonaws\\.com|blob\\.core\\.windows\\.net))';

/**
 * Texts of podman, skopeo and buildah (containers/image), docker, BuildKit, containerd, the kubelet and oc,
 * the more telling before the more general. A line means what the first one that matches it says.
 */
export const KNOWN_TEXTS: readonly KnownText[] = [
  // Red Hat's registries say in words what is missing.
  {
    pattern: /only available on registry\.redhat\.io|requires terms acceptance/i,
    causes: ['terms-needed'],
  },
  {
    pattern:
      /please login to the red hat registry|access\.redhat\.com\/(?:RegistryAuthentication|articles\/3399531)/i,
    causes: ['credential-missing', 'other-file-wins', 'other-users-file'],
  },
  // The proxy comes before the network behind it.
  { pattern: /proxy authentication required/i, causes: ['proxy-authentication'] },
  {
    pattern: new RegExp(`proxyconnect tcp: .{0,400}${NETWORK}`, 'i'),
    causes: ['proxy-unreachable'],
  },
  {
    pattern: new RegExp(
      `"https://${CDN}[^"]{0,2000}": (?:forbidden|service unavailable|bad gateway)`,
      'i',
    ),
    causes: ['proxy-refuses-blobs', 'blobs-unreachable'],
  },
  {
    pattern:
      /proxyconnect tcp|"https:[^"]{1,2000}": (?:forbidden|service unavailable|bad gateway|method not allowed)/i,
    causes: ['proxy-refuses-registry'],
  },
  // A blob is fetched from another host, after the manifest was there.
  {
    pattern: new RegExp(`(?:https://|lookup )${CDN}`, 'i'),
    causes: ['blobs-unreachable', 'proxy-refuses-blobs'],
  },
  {
    pattern: new RegExp(`\\bblob\\b.{0,600}${NETWORK}`, 'i'),
    causes: ['blobs-unreachable'],
  },
  // TLS
  {
    pattern: /expired or is not yet valid: current time .{0,60} is before/i,
    causes: ['clock-wrong', 'tls-not-yet-valid'],
  },
  {
    pattern: /certificate has expired/i,
    causes: ['tls-expired', 'clock-wrong', 'tls-not-yet-valid'],
  },
  {
    pattern:
      /certificate is valid for|certificate is not valid for any names|doesn't contain any IP SANs|relies on legacy Common Name/i,
    causes: ['tls-wrong-host'],
  },
  {
    pattern:
      /signed by unknown authority|self[- ]signed certificate|unable to get (?:local )?issuer certificate|unknown ca\b/i,
    causes: [
      'tls-unknown-authority',
      'tls-intercepted',
      'tls-self-signed',
      'tls-missing-intermediate',
    ],
  },
  {
    pattern:
      /server gave HTTP response to HTTPS client|first record does not look like a TLS handshake|wrong version number/i,
    causes: ['tls-plain-http'],
  },
  // DNS
  {
    pattern: /no such host|NXDOMAIN|name or service not known|could not resolve host/i,
    causes: ['dns-not-found', 'dns-search-domain'],
  },
  {
    pattern:
      /server misbehaving|temporary failure in name resolution|lookup [\w.:-]{1,260} on [\w.:[\]%-]{1,80}: |lookup [\w.-]{1,260}: i\/o timeout/i,
    causes: ['dns-unreachable', 'dns-failed'],
  },
  // TCP
  {
    pattern:
      /dial tcp \[[\da-f:]{2,45}\]:\d{1,5}.{0,80}(?:timeout|timed out|unreachable|no route)/i,
    causes: ['ipv6-broken', 'tcp-filtered'],
  },
  { pattern: /connection refused/i, causes: ['tcp-refused'] },
  {
    pattern:
      /i\/o timeout|connection timed out|TLS handshake timeout|context deadline exceeded|awaiting headers|canceled while waiting for connection/i,
    causes: ['tcp-filtered', 'proxy-app-only'],
  },
  { pattern: /no route to host|network is unreachable/i, causes: ['tcp-unreachable'] },
  // What the registry says of how often, and of a limit.
  { pattern: /toomanyrequests|too many requests|\b429\b|rate limit/i, causes: ['rate-limited'] },
  // Credentials
  {
    pattern: /error getting credentials|docker-credential-|credential helper/i,
    causes: ['helper-broken'],
  },
  {
    pattern:
      /(?:auth\.json|config\.json|\.dockercfg).{0,200}permission denied|permission denied.{0,200}(?:auth\.json|config\.json)/i,
    causes: ['other-users-file'],
  },
  {
    pattern:
      /(?:auth\.json|config\.json|\.dockercfg).{0,300}(?:unmarshal|invalid character|unexpected end|cannot unmarshal|EOF)|unmarshaling JSON at|error loading config file/i,
    causes: ['file-unusable'],
  },
  {
    pattern:
      /unable to retrieve some image pull secrets|no basic auth credentials|failed to fetch anonymous token|no credentials/i,
    causes: ['credential-missing', 'other-file-wins'],
  },
  {
    pattern:
      /invalid username or password|incorrect username or password|bad username or password|invalid credentials|login attempt to .{1,600} failed with status: 401/i,
    causes: ['credential-rejected', 'service-account-short-name', 'portal-password'],
  },
  {
    pattern: /logging in(?:to)? .{1,600}: invalid username\/password/i,
    causes: ['credential-rejected', 'service-account-short-name', 'portal-password'],
  },
  {
    pattern:
      /insufficient_scope|requested access to the resource is denied|pull access denied|access to the requested resource is not authorized|denied: /i,
    causes: ['repository-denied', 'credential-missing', 'other-file-wins'],
  },
  {
    pattern: /authentication required|unauthorized: |401 unauthorized|invalid username\/password/i,
    causes: ['credential-missing', 'other-file-wins', 'credential-rejected', 'repository-denied'],
  },
  // The image
  {
    pattern:
      /manifest[ _]unknown|name[ _]unknown|repository name not known|reading manifest .{1,600}not found|repository .{1,400} not found|: not found$/i,
    causes: ['reference-unknown', 'repository-unknown'],
  },
  // Something else answers in the registry's place.
  {
    pattern: /invalid character '<' looking for|<html|<!doctype html|text\/html/i,
    causes: ['captive-portal'],
  },
  {
    pattern: /(?:status|status code|registry):? (?:code )?404\b|404 \(?not found/i,
    causes: ['registry-not-found'],
  },
  {
    pattern:
      /(?:status|status code|registry):? (?:code )?5\d\d\b|5\d\d \(?(?:internal server error|bad gateway|service unavailable|gateway timeout)/i,
    causes: ['registry-error'],
  },
  {
    pattern: /403 \(?forbidden/i,
    causes: ['repository-denied', 'proxy-refuses-registry'],
  },
];
