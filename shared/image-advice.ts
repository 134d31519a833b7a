import {
  knownRegistry,
  parseRegistry,
  type RegistryNote,
  type RegistryRefusal,
} from './registry.ts';
import { quoteCommand, type Shell } from './shell-quoting.ts';

/** An image that a reference names. */
export interface Image {
  /** `host[:port]` */
  readonly registry: string;
  readonly repository: string;
  /** A tag, or a digest with its algorithm; null where the tools take `latest`. */
  readonly reference: string | null;
}

/** What to know of an image before it is pulled; each has its words in every locale. */
export const IMAGE_ADVICE = [
  /** Nobody logs in there, and no credential is sent. */
  'no-login-there',
  /** Login needed, with a Red Hat login or a service account's token. */
  'login-needed',
  /** Images of partners, with the same logins as registry.redhat.io. */
  'partner-images',
  /** The same image may be on registry.access.redhat.com, where nobody logs in. */
  'maybe-without-login',
  /** Some images are on registry.redhat.io alone, behind terms. */
  'maybe-only-with-login',
  /** A repository may ask for terms that were not accepted. */
  'terms',
  /** What a shared system uses has to be a service account. */
  'shared-systems',
  /** Public images need no login, others do. */
  'depends-on-image',
  /** Nothing is known of this registry. */
  'unknown-registry',
] as const;
export type ImageAdvice = (typeof IMAGE_ADVICE)[number];

export type AdvisedImage =
  | {
      readonly ok: true;
      readonly image: Image;
      readonly advice: readonly ImageAdvice[];
      /** The same repository on the other of Red Hat's two hosts, as a reference. */
      readonly elsewhere: string | null;
      readonly notes: readonly RegistryNote[];
    }
  | { readonly ok: false; readonly reason: RegistryRefusal | 'no-repository' };

const ACCESS = 'registry.access.redhat.com';
const REDHAT = 'registry.redhat.io';
/** Both hosts have them: the universal base images may be pulled and passed on by anybody. */
const UNIVERSAL_BASE = /^ubi\d+(?:-[a-z]+)?(?:\/|$)/;

/**
 * Reads an image reference as it is pasted and says what is known before anything is asked.
 * @see https://access.redhat.com/RegistryAuthentication for the rules of Red Hat's three hosts
 */
export function adviseImage(text: string): AdvisedImage {
  const parsed = parseRegistry(text);
  if (!parsed.ok) return parsed;
  const { registry, repository, reference, notes } = parsed;
  if (repository === null) return { ok: false, reason: 'no-repository' };
  const image = { registry, repository, reference };
  const other = registry === ACCESS ? REDHAT : registry === REDHAT ? ACCESS : null;
  return {
    ok: true,
    image,
    advice: adviceOf(registry, repository),
    elsewhere: other === null ? null : referenceOf({ ...image, registry: other }),
    notes,
  };
}

function adviceOf(registry: string, repository: string): readonly ImageAdvice[] {
  switch (knownRegistry(registry)?.id) {
    case 'red-hat-access':
      return UNIVERSAL_BASE.test(repository)
        ? ['no-login-there']
        : ['no-login-there', 'maybe-only-with-login'];
    case 'red-hat':
      return UNIVERSAL_BASE.test(repository)
        ? ['login-needed', 'maybe-without-login', 'shared-systems']
        : ['login-needed', 'terms', 'shared-systems'];
    case 'red-hat-connect':
      return ['login-needed', 'partner-images', 'terms', 'shared-systems'];
    case undefined:
      return ['unknown-registry'];
    default:
      return ['depends-on-image'];
  }
}

/** `registry/repository[:tag|@digest]` */
export function referenceOf({ registry, repository, reference }: Image): string {
  const name = `${registry}/${repository}`;
  if (reference === null) return name;
  return reference.includes(':') ? `${name}@${reference}` : `${name}:${reference}`;
}

/** What the commands for an image do; each has its words in every locale. */
export const IMAGE_COMMANDS = ['pull', 'copy', 'inspect'] as const;

/** The commands for an image, quoted for a shell. They name no credential: the tools find it. */
export function imageCommands(
  image: Image,
  shell: Shell,
): Readonly<Record<(typeof IMAGE_COMMANDS)[number], string>> {
  const reference = referenceOf(image);
  const source = `docker://${reference}`;
  return {
    pull: quoteCommand(shell, ['podman', 'pull', reference]),
    copy: quoteCommand(shell, ['skopeo', 'copy', source, `containers-storage:${reference}`]),
    inspect: quoteCommand(shell, ['skopeo', 'inspect', source]),
  };
}
