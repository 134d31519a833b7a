import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BLOCK = 512;

/** A tar archive of one file. @see POSIX.1-1988 ustar */
function tar(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(BLOCK);
  const field = (at: number, text: string) => header.write(text, at, 'ascii');
  const octal = (at: number, length: number, value: number) =>
    field(at, `${value.toString(8).padStart(length - 1, '0')}\0`);
  field(0, name);
  octal(100, 8, 0o644);
  octal(108, 8, 0);
  octal(116, 8, 0);
  octal(124, 12, content.length);
  octal(136, 12, 0);
  field(148, ' '.repeat(8));
  field(156, '0');
  field(257, 'ustar\x0000');
  octal(
    148,
    7,
    header.reduce((sum, byte) => sum + byte, 0),
  );
  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  return Buffer.concat([header, content, padding, Buffer.alloc(2 * BLOCK)]);
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const DOCKER = 'application/vnd.docker';

/**
 * Writes a one-file image as a directory that skopeo reads (`dir:`), by hand: nothing has to be pulled to have
 * something to push. Its manifest is of Docker's schema 2, which every docker CLI in use can inspect.
 * @returns the digest of its manifest
 * @see https://distribution.github.io/distribution/spec/manifest-v2-2/
 */
export async function writeImage(directory: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  const add = async (mediaType: string, bytes: Buffer) => {
    const digest = sha256(bytes);
    await writeFile(join(directory, digest), bytes);
    return { mediaType, digest: `sha256:${digest}`, size: bytes.length };
  };
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));

  const files = tar('hello.txt', Buffer.from('hello from a private repository\n'));
  const layer = await add(`${DOCKER}.image.rootfs.diff.tar.gzip`, gzipSync(files));
  const config = await add(
    `${DOCKER}.container.image.v1+json`,
    json({
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(files)}`] },
    }),
  );
  const manifest = json({
    schemaVersion: 2,
    mediaType: `${DOCKER}.distribution.manifest.v2+json`,
    config,
    layers: [layer],
  });
  await writeFile(join(directory, 'manifest.json'), manifest);
  await writeFile(join(directory, 'version'), 'Directory Transport Version: 1.1\n');
  return `sha256:${sha256(manifest)}`;
}
