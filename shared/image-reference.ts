/** The part of an image reference behind the registry. */
export interface ImagePath {
  readonly repository: string;
  /** A tag, or a digest with its algorithm (`sha256:...`); the digest where both are given. */
  readonly reference: string | null;
}

const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
/** @see https://pkg.go.dev/github.com/distribution/reference for the grammar */
const IMAGE_PATH = new RegExp(
  `^(${COMPONENT}(?:/${COMPONENT})*)(?::(\\w[\\w.-]{0,127}))?(?:@([a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-f]{32,}))?$`,
);
const API_PATH = /^v2\/(.+)\/(?:manifests|blobs|tags|referrers)\/([^/]*)$/;
const MAX_REPOSITORY_LENGTH = 255;

/** Reads `repository[:tag][@digest]`; null where it is none. */
export function parseImagePath(text: string): ImagePath | null {
  const [, repository = '', tag, digest] = IMAGE_PATH.exec(text) ?? [];
  if (repository === '' || repository.length > MAX_REPOSITORY_LENGTH) return null;
  return { repository, reference: digest ?? tag ?? null };
}

/** Whether a text is a namespace or a repository as an image reference spells it. */
export function isNamespace(text: string): boolean {
  const image = parseImagePath(text);
  return image !== null && image.repository === text;
}

/** The image that a URL's path names: as in a reference, or as the registry API writes it. */
export function parseUrlPath(path: string): ImagePath | null {
  const [, repository = '', reference = ''] = API_PATH.exec(path) ?? [];
  if (repository !== '') {
    const image = parseImagePath(repository);
    return image && { ...image, reference: reference === 'list' ? null : reference };
  }
  return /^v[12](?:\/|$)/.test(path) ? null : parseImagePath(path);
}

/**
 * Whether the first part of an image reference is no host, so that the tools read it as an image of
 * Docker Hub. `name:5000` alone is taken for a host with a port: a registry is what is asked for.
 *
 * @param first what is before the first slash
 * @param rest what is behind it, without slashes at its end
 */
export function isShortName(first: string, rest: string): boolean {
  if (rest === '' && first.includes('@')) {
    return /^[a-z0-9_-]+(?::\w[\w.-]*)?@[a-z0-9+._-]+:[0-9a-f]+$/i.test(first);
  }
  const [name = '', tag] = first.split(':', 2);
  if (tag !== undefined && (rest !== '' || /^\d{0,5}$/.test(tag))) return false;
  return /^[a-z0-9_-]+$/i.test(name) && name.toLowerCase() !== 'localhost';
}
