import { z } from 'zod';
import { credentialId } from './credential.ts';
import { CAUSES, REMEDIES } from './diagnosis-causes.ts';

/** The kinds of probe, in the order in which one depends on another. */
export const PROBE_KINDS = [
  /** Files, helpers and variables that say something about the registry. */
  'configuration',
  'dns',
  /** One for each address. */
  'tcp',
  'proxy',
  'tls',
  'ping',
  'challenge',
  /** A token asked for by nobody. */
  'token-anonymous',
  /** A token asked for with the credential; with Basic, the credential itself. */
  'token',
  'manifest',
  'blob',
  /** What each tool on this machine would use. */
  'lookup',
  /** One for each host and port of Red Hat's allow-list. */
  'allow-list',
] as const;
export const probeKind = z.enum(PROBE_KINDS);
export type ProbeKind = z.infer<typeof probeKind>;

/** Why a probe was passed over; each has its words in every locale (`diagnosis.skipped.<code>`). */
export const SKIP_REASONS = [
  /** What it builds on failed. */
  'depends-on-failed',
  /** The app goes through a proxy: names and connections are the proxy's. */
  'through-proxy',
  /** This machine has no IPv6, and does well without. */
  'no-ipv6',
  'plain-http',
  /** The registry is asked nothing that wants a login. */
  'no-challenge',
  'no-token-server',
  'no-credential',
  /** The store that holds the credential is locked, or did not give it out. */
  'credential-not-read',
  /** Nobody logs in there. */
  'no-login-there',
  /** A registry alone was asked about. */
  'no-image',
  'not-red-hat',
  /** Another registry of the same run has them. */
  'seen-elsewhere',
  'cancelled',
  'limit-reached',
] as const;
export const skipReason = z.enum(SKIP_REASONS);
export type SkipReason = z.infer<typeof skipReason>;

/** What was seen; each has its words in every locale (`diagnosis.evidence.<code>`), with its context. */
export const EVIDENCE = [
  // configuration and lookup
  /** `name`, `value` (without a proxy's login) */
  'variable',
  /** `path`, `owner`: numeric user id */
  'file-owner',
  /** `path`, `problem`: an error code */
  'file-problem',
  /** `helper`, `problem`: an error code */
  'helper-problem',
  /** `consumer`, `source`, `key`, `username`, `helper` */
  'tool-uses',
  /** `consumer` */
  'tool-uses-none',
  /** `consumer`, `source`, `key`, `username`: what would have won, and lost */
  'tool-passes-over',
  /** `path`, `key`, `username`: it is not what is stored here */
  'entry-differs',
  /** `username`, `source`: vault, pull-secret or the file's path */
  'asked-as',
  // names
  /** `server` */
  'dns-server',
  /** `domain` */
  'dns-search',
  /** `name`, `address`, `server` */
  'dns-answer',
  /** `name`, `family`, `server`, `problem` */
  'dns-problem',
  /** `name`, `address` */
  'hosts-file',
  /** `address`: what programs on this machine are told */
  'system-address',
  // connections
  /** `address`, `ms` */
  'connected',
  /** `address`, `problem`: a reason of a check */
  'not-connected',
  // proxies
  /** `proxy`, `rule`, `detail`, `username` */
  'app-route',
  /** `proxy`, `rule`, `detail` */
  'tools-route',
  /** `proxy`, `status`, `host` */
  'proxy-answer',
  /** `entry` */
  'no-proxy-entry',
  // TLS
  /** `position` from 0, `subject`, `issuer`, `notBefore`, `notAfter`, `names`, `fingerprint` */
  'certificate',
  /** `protocol` */
  'tls-protocol',
  /** `problem`: OpenSSL's or Node's code */
  'tls-problem',
  /** `issuer` that a public host does not have */
  'unexpected-issuer',
  /** `skewSeconds`: how far this clock is ahead; `here`, `there` */
  'clock',
  /** `path`, `problem` */
  'trust-file',
  // answers
  /** `host`, `status`, `contentType` */
  'answer',
  /** `text`: what the other side said, scrubbed */
  'message',
  /** `id` for a support case */
  'request-id',
  /** `seconds` */
  'retry-after',
  /** `scheme`, `realm`: its origin and path, `service` */
  'challenge',
  /** `host`, `judged`: allow, ask, or a reason of a check */
  'realm',
  /** `digest`, `mediaType` */
  'manifest',
  /** `host` that blobs are sent from */
  'blob-host',
  /** `host`, `port`, `problem` */
  'host-blocked',
  /** `host`, `port`, `ms` */
  'host-reached',
  /** `shape` of what was rejected: token-like, password-like */
  'credential-shape',
] as const;

const scalar = z.union([z.string().max(1024), z.number(), z.boolean(), z.null()]);
export const evidence = z.strictObject({
  code: z.enum(EVIDENCE),
  context: z.record(z.string().max(32), scalar),
});
export type Evidence = z.infer<typeof evidence>;

export const cause = z.enum(CAUSES);

/** `<kind>`, or `<kind>:<target>` where there are several of a kind. */
export const probeId = z.string().min(1).max(600);

/** One look at one thing. */
export const probe = z.strictObject({
  id: probeId,
  kind: probeKind,
  /** The host, address, proxy or tool that it looks at. */
  target: z.string().max(512).nullable(),
  status: z.enum(['pass', 'warn', 'fail', 'skipped']),
  /** Why it was skipped; null unless it was. */
  because: skipReason.nullable(),
  durationMs: z.number().int().min(0),
  /** What it would not have taken longer than. */
  limitMs: z.number().int().min(0),
  evidence: z.array(evidence).max(200),
  /** What failed, or is worth a warning; null for `pass` and `skipped`. */
  cause: cause.nullable(),
});
export type Probe = z.infer<typeof probe>;

/** A cause with the probe that shows it. */
export const finding = z.strictObject({
  cause,
  remedy: z.enum(REMEDIES),
  probeId,
  severity: z.enum(['fail', 'warn']),
});
export type Finding = z.infer<typeof finding>;

export const subjectName = z.string().min(1).max(2048);

/** What was found out about one registry. */
export const registryDiagnosis = z.strictObject({
  /** Registry, repository and reference as a text; one of a kind within a run. */
  name: subjectName,
  /** `host[:port]` */
  registry: z.string().max(512),
  repository: z.string().max(1024).nullable(),
  reference: z.string().max(512).nullable(),
  plainHttp: z.boolean(),
  /** Whom it was asked as; null: nobody. */
  username: z.string().max(512).nullable(),
  probes: z.array(probe).max(200),
  /** The first real cause; null where everything is well. */
  headline: finding.nullable(),
  /** The probes that failed, warn or were passed over because of the headline: folded under it. */
  consequences: z.array(probeId).max(200),
  /** What is wrong besides, and does not follow from it. */
  others: z.array(finding).max(200),
  durationMs: z.number().int().min(0),
});
export type RegistryDiagnosis = z.infer<typeof registryDiagnosis>;

/** What to diagnose. */
export const subject = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('references'),
    /** Registries or image references, in any form that a user pastes. */
    references: z.array(z.string().max(2048)).min(1).max(32),
    /** The stored credential to ask with. Null: the newest of each registry, else what podman would use. */
    credentialId: credentialId.nullable(),
  }),
  /** Every registry of a pull secret, asked with its own entry. The text has secrets in it. */
  z.strictObject({ kind: z.literal('pull-secret'), text: z.string().max(1_048_576) }),
  /** The same, from a file that main asks the user for and reads: nothing of it crosses. */
  z.strictObject({ kind: z.literal('pull-secret-file') }),
]);
export type Subject = z.infer<typeof subject>;

export const diagnosis = z.strictObject({
  /** The run that it came from: what it is asked for by later. */
  runId: z.uuid(),
  at: z.iso.datetime(),
  registries: z.array(registryDiagnosis).max(64),
  durationMs: z.number().int().min(0),
  /** What the run would not have taken longer than, whatever happened. */
  limitMs: z.number().int().min(0),
});
export type Diagnosis = z.infer<typeof diagnosis>;
