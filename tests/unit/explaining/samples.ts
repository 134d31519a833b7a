import type { Cause } from '../../../shared/diagnosis-causes.ts';

/** A text of a tool, word for word, and what it means first; names and addresses are made up. */
export interface Sample {
  readonly tool: string;
  readonly text: string;
  readonly cause: Cause;
  readonly registry?: string;
  readonly image?: string;
  readonly path?: string;
}

const RED_HAT =
  'unauthorized: Please login to the Red Hat Registry using your Customer Portal credentials. Further instructions can be found here: https://access.redhat.com/RegistryAuthentication';
const UBI = 'registry.redhat.io/ubi9/ubi:latest';
const REDHAT = 'registry.redhat.io';

export const SAMPLES: readonly Sample[] = [
  // no credential was sent
  {
    tool: 'podman',
    text: `Error: initializing source docker://${UBI}: unable to retrieve auth token: invalid username/password: ${RED_HAT}`,
    cause: 'credential-missing',
    registry: REDHAT,
    image: UBI,
  },
  {
    tool: 'docker',
    text: `Error response from daemon: Head "https://registry.redhat.io/v2/ubi9/ubi/manifests/latest": ${RED_HAT}`,
    cause: 'credential-missing',
    registry: REDHAT,
    image: UBI,
  },
  {
    tool: 'docker, older',
    text: 'Error response from daemon: Get https://registry.redhat.io/v2/ubi9/ubi/manifests/latest: unauthorized: Please login to the Red Hat Registry using your Customer Portal credentials. Further instructions can be found here: https://access.redhat.com/articles/3399531',
    cause: 'credential-missing',
    registry: REDHAT,
  },
  {
    tool: 'BuildKit',
    text: `ERROR: failed to solve: ${UBI}: failed to resolve source metadata for ${UBI}: failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://registry.redhat.io/auth/realms/rhcc/protocol/redhat-docker-v2/auth?scope=repository%3Aubi9%2Fubi%3Apull&service=docker-registry: 401 Unauthorized`,
    cause: 'credential-missing',
  },
  {
    tool: 'kubelet',
    text: `Failed to pull image "${UBI}": rpc error: code = Unknown desc = unable to retrieve auth token: invalid username/password: ${RED_HAT}`,
    cause: 'credential-missing',
    image: UBI,
    registry: REDHAT,
  },
  {
    tool: 'kubelet',
    text: 'Unable to retrieve some image pull secrets (red-hat-pull); attempting to pull the image may not succeed.',
    cause: 'credential-missing',
  },
  {
    tool: 'oc',
    text: `error: unable to read image ${UBI}: ${RED_HAT}`,
    cause: 'credential-missing',
    image: UBI,
  },
  {
    tool: 'containerd',
    text: 'failed to pull and unpack image "registry.example.com/team/app:1": failed to resolve reference "registry.example.com/team/app:1": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    cause: 'repository-denied',
    image: 'registry.example.com/team/app:1',
    registry: 'registry.example.com',
  },
  // credential rejected
  {
    tool: 'skopeo',
    text: `time="2026-01-05T10:00:00Z" level=fatal msg="Error parsing image name \\"docker://${UBI}\\": unable to retrieve auth token: invalid username/password: unauthorized: Invalid username or password"`,
    cause: 'credential-rejected',
    image: UBI,
  },
  {
    tool: 'podman',
    text: 'Error: logging into "registry.redhat.io": invalid username/password',
    cause: 'credential-rejected',
    registry: REDHAT,
  },
  {
    tool: 'podman, older',
    text: 'Error: error logging into "registry.redhat.io": invalid username/password',
    cause: 'credential-rejected',
    registry: REDHAT,
  },
  {
    tool: 'skopeo',
    text: 'level=fatal msg="logging into \\"registry.example.com:5000\\": invalid username/password"',
    cause: 'credential-rejected',
    registry: 'registry.example.com:5000',
  },
  {
    tool: 'docker',
    text: 'Error response from daemon: login attempt to https://registry.example.com/v2/ failed with status: 401 Unauthorized',
    cause: 'credential-rejected',
    registry: 'registry.example.com',
  },
  {
    tool: 'docker',
    text: 'Error response from daemon: Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password',
    cause: 'credential-rejected',
    registry: 'docker.io',
  },
  {
    tool: 'the token server',
    text: '{"errors":[{"code":"UNAUTHORIZED","message":"Invalid username or password","detail":{}}]}',
    cause: 'credential-rejected',
  },
  // terms, denied, unknown
  {
    tool: 'podman',
    text: 'Error: reading manifest latest in registry.access.redhat.com/rhel8/postgresql-15: unsupported: This repo requires terms acceptance and is only available on registry.redhat.io',
    cause: 'terms-needed',
  },
  {
    tool: 'docker',
    text: "Error response from daemon: pull access denied for team/app, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    cause: 'repository-denied',
  },
  {
    tool: 'podman',
    text: 'Error: initializing source docker://quay.io/org/app:1: reading manifest 1 in quay.io/org/app: manifest unknown: manifest unknown',
    cause: 'reference-unknown',
    image: 'quay.io/org/app:1',
    registry: 'quay.io',
  },
  {
    tool: 'skopeo',
    text: 'level=fatal msg="reading manifest latest in registry.example.com/no/such: name unknown: repository name not known to registry"',
    cause: 'reference-unknown',
  },
  {
    tool: 'oc',
    text: 'error: image "quay.io/org/app:nope" not found: manifest unknown: manifest unknown',
    cause: 'reference-unknown',
    image: 'quay.io/org/app:nope',
  },
  // DNS
  {
    tool: 'podman',
    text: 'Error: authenticating creds for "registry.example.invalid": pinging container registry registry.example.invalid: Get "https://registry.example.invalid/v2/": dial tcp: lookup registry.example.invalid on 192.0.2.53:53: no such host',
    cause: 'dns-not-found',
    registry: 'registry.example.invalid',
  },
  {
    tool: 'docker',
    text: 'Error response from daemon: Get "https://registry.redhat.io/v2/": dial tcp: lookup registry.redhat.io: Temporary failure in name resolution',
    cause: 'dns-unreachable',
    registry: REDHAT,
  },
  {
    tool: 'containerd',
    text: 'failed to do request: Head "https://registry.redhat.io/v2/ubi9/ubi/manifests/latest": dial tcp: lookup registry.redhat.io on 10.0.0.2:53: read udp 10.0.0.9:41000->10.0.0.2:53: i/o timeout',
    cause: 'dns-unreachable',
    image: UBI,
  },
  // TCP
  {
    tool: 'podman',
    text: 'Error: pinging container registry registry.example.com:5000: Get "https://registry.example.com:5000/v2/": dial tcp 192.0.2.9:5000: connect: connection refused',
    cause: 'tcp-refused',
    registry: 'registry.example.com:5000',
  },
  {
    tool: 'podman',
    text: 'Error: pinging container registry registry.redhat.io: Get "https://registry.redhat.io/v2/": dial tcp 192.0.2.9:443: i/o timeout',
    cause: 'tcp-filtered',
    registry: REDHAT,
  },
  {
    tool: 'docker',
    text: 'Error response from daemon: Get "https://registry.redhat.io/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
    cause: 'tcp-filtered',
  },
  {
    tool: 'containerd',
    text: 'failed to do request: Head "https://quay.io/v2/org/app/manifests/1": dial tcp [2001:db8::1]:443: connect: network is unreachable',
    cause: 'ipv6-broken',
    image: 'quay.io/org/app:1',
  },
  // proxies
  {
    tool: 'docker',
    text: 'Error response from daemon: Get "https://registry.redhat.io/v2/": proxyconnect tcp: dial tcp 192.0.2.3:3128: connect: connection refused',
    cause: 'proxy-unreachable',
  },
  {
    tool: 'podman',
    text: 'Error: pinging container registry registry.redhat.io: Get "https://registry.redhat.io/v2/": Proxy Authentication Required',
    cause: 'proxy-authentication',
    registry: REDHAT,
  },
  {
    tool: 'skopeo',
    text: 'level=fatal msg="pinging container registry registry.redhat.io: Get \\"https://registry.redhat.io/v2/\\": Forbidden"',
    cause: 'proxy-refuses-registry',
  },
  {
    tool: 'podman',
    text: 'Error: writing blob: reading blob sha256:abc: Get "https://cdn02.quay.io/sha256/ab/abc?Expires=1&Signature=x": dial tcp 192.0.2.7:443: i/o timeout',
    cause: 'blobs-unreachable',
  },
  {
    tool: 'podman',
    text: 'Error: copying system image from manifest list: parsing image configuration: Get "https://cdn03.quay.io/sha256/ab/abc?Expires=1": Forbidden',
    cause: 'proxy-refuses-blobs',
  },
  // TLS
  {
    tool: 'podman',
    text: 'Error: pinging container registry registry.example.com: Get "https://registry.example.com/v2/": x509: certificate signed by unknown authority',
    cause: 'tls-unknown-authority',
    registry: 'registry.example.com',
  },
  {
    tool: 'containerd',
    text: 'failed to do request: Head "https://registry.example.com/v2/a/b/manifests/1": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    cause: 'tls-unknown-authority',
  },
  {
    tool: 'podman',
    text: 'Error: Get "https://registry.example.com/v2/": x509: certificate has expired or is not yet valid: current time 2026-07-01T10:00:00Z is after 2025-01-01T00:00:00Z',
    cause: 'tls-expired',
  },
  {
    tool: 'podman',
    text: 'Error: Get "https://registry.example.com/v2/": x509: certificate has expired or is not yet valid: current time 2001-07-01T10:00:00Z is before 2025-01-01T00:00:00Z',
    cause: 'clock-wrong',
  },
  {
    tool: 'docker',
    text: 'Error response from daemon: Get "https://registry.example.com/v2/": tls: failed to verify certificate: x509: certificate is valid for other.example.com, not registry.example.com',
    cause: 'tls-wrong-host',
  },
  {
    tool: 'podman',
    text: 'Error: pinging container registry localhost:5000: Get "https://localhost:5000/v2/": http: server gave HTTP response to HTTPS client',
    cause: 'tls-plain-http',
    registry: 'localhost:5000',
  },
  // something else answers
  {
    tool: 'podman',
    text: "Error: Requesting bearer token: invalid character '<' looking for beginning of value",
    cause: 'captive-portal',
  },
  {
    tool: 'podman',
    text: 'Error: pinging container registry www.example.com: invalid status code from registry 404 (Not Found)',
    cause: 'registry-not-found',
    registry: 'www.example.com',
  },
  {
    tool: 'skopeo',
    text: 'level=fatal msg="pinging container registry registry.example.com: received unexpected HTTP status: 502 Bad Gateway"',
    cause: 'registry-error',
  },
  {
    tool: 'docker',
    text: 'Error response from daemon: toomanyrequests: You have reached your pull rate limit.',
    cause: 'rate-limited',
  },
  {
    tool: 'podman',
    text: 'Error: too many requests to registry',
    cause: 'rate-limited',
  },
  // helpers and files
  {
    tool: 'docker',
    text: 'error getting credentials - err: exit status 1, out: `no usernames for https://registry.example.com`',
    cause: 'helper-broken',
  },
  {
    tool: 'docker',
    text: 'error getting credentials - err: exec: "docker-credential-desktop": executable file not found in $PATH, out: ``',
    cause: 'helper-broken',
  },
  {
    tool: 'podman',
    text: 'Error: getting username and password: reading JSON file "/run/user/1000/containers/auth.json": unmarshaling JSON at "/run/user/1000/containers/auth.json": invalid character \'}\' looking for beginning of object key string',
    cause: 'file-unusable',
    path: '/run/user/1000/containers/auth.json',
  },
  {
    tool: 'docker',
    text: 'WARNING: Error loading config file: /root/.docker/config.json: open /root/.docker/config.json: permission denied',
    cause: 'other-users-file',
    path: '/root/.docker/config.json',
  },
  {
    tool: 'docker',
    text: 'Error response from daemon: Get "https://registry.example.com/v2/": dial tcp 192.0.2.9:443: connect: no route to host',
    cause: 'tcp-unreachable',
  },
  {
    tool: 'podman',
    text: 'Error: reading blob sha256:0a: Get "https://registry-cdn.example.com/0a": dial tcp 192.0.2.9:443: i/o timeout',
    cause: 'blobs-unreachable',
  },
  {
    tool: 'docker',
    text: 'Error response from daemon: errors: unauthorized: authentication required',
    cause: 'credential-missing',
  },
  {
    tool: 'podman',
    text: 'Error: Requesting bearer token: invalid status code from registry 403 (Forbidden)',
    cause: 'repository-denied',
  },
];
