import { X509Certificate } from 'node:crypto';
import { constants } from 'node:fs';
import { link, mkdir, open, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf, fileFailure } from '../authfile/file-failure.ts';
import { temporaryName } from '../authfile/temporary.ts';
import { readChosenFile } from '../chosen-file.ts';
import { Failure } from '../failure.ts';

/** A file of ours is named after the certificate in it, so that it can be told from any other. */
const OURS = /^pullkeeper-[0-9a-f]{64}\.crt$/;

/** What a chosen file may be long: a whole system's bundle is half of it. */
const MAX_BYTES = 1_048_576;
const MAX_CERTIFICATES = 512;
const PEM = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** @param directory the registry's, in a certs.d */
export function authorityPath(directory: string, { fingerprint256 }: X509Certificate): string {
  const name = fingerprint256.replaceAll(':', '').toLowerCase();
  return join(directory, `pullkeeper-${name}.crt`);
}

/** The certificates that files of ours hold. Empty where there is no directory. @throws FILE_* */
export async function ownAuthorities(directory: string): Promise<X509Certificate[]> {
  let names: readonly string[];
  try {
    names = await readdir(directory);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw fileFailure(error, directory);
  }
  const found = await Promise.all(
    names.filter((name) => OURS.test(name)).map((name) => readOwn(join(directory, name))),
  );
  return found
    .filter((each) => each !== null)
    .sort((a, b) => (a.fingerprint256 < b.fingerprint256 ? -1 : 1));
}

/** Null for a file that is not the certificate that its name says: then it is not ours any more. */
async function readOwn(path: string): Promise<X509Certificate | null> {
  try {
    const certificate = new X509Certificate(await readFile(path));
    return authorityPath(join(path, '..'), certificate) === path ? certificate : null;
  } catch {
    return null;
  }
}

/**
 * Writes a certificate into the registry's directory, which is made where it is missing: whole or not at
 * all, and never over a file that is there.
 *
 * @returns its path
 * @throws PLAN_STALE where another file has that name, FILE_*
 */
export async function addAuthority(
  directory: string,
  certificate: X509Certificate,
): Promise<string> {
  const path = authorityPath(directory, certificate);
  const temporary = join(directory, temporaryName());
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = constants;
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const handle = await open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o644);
    try {
      await handle.writeFile(certificate.toString());
      await handle.sync();
    } finally {
      await handle.close();
    }
    // A second name, unlike a new one, never takes the place of another file.
    await link(temporary, path);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw fileFailure(error, path);
    if ((await readOwn(path)) === null) throw new Failure('PLAN_STALE', { path });
  } finally {
    await rm(temporary, { force: true }).catch(() => {});
  }
  return path;
}

/**
 * Removes what `addAuthority` wrote, and the directory where nothing else is in it: an empty one would still
 * hide the system's.
 *
 * @throws PLAN_STALE where the file is not what was written, FILE_*
 */
export async function removeAuthority(
  directory: string,
  certificate: X509Certificate,
): Promise<void> {
  const path = authorityPath(directory, certificate);
  if ((await readOwn(path)) === null) throw new Failure('PLAN_STALE', { path });
  try {
    await rm(path);
  } catch (error) {
    throw fileFailure(error, path);
  }
  await rmdir(directory).catch(() => {});
}

/**
 * The certificates of a file, in PEM or DER.
 * @throws FILE_MALFORMED where there are none, FILE_TOO_LARGE, FILE_*
 */
export async function readCertificates(path: string): Promise<X509Certificate[]> {
  const bytes = await readChosenFile(path, MAX_BYTES);
  const blocks = bytes.toString('latin1').match(PEM)?.slice(0, MAX_CERTIFICATES);
  try {
    return (blocks ?? [bytes]).map((each) => new X509Certificate(each));
  } catch (error) {
    throw new Failure('FILE_MALFORMED', { path }, { cause: error });
  }
}
