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

/**
 * Writes a one-file image as an OCI layout, by hand: nothing has to be pulled to have something to push.
 * @returns the digest of its manifest
 * @see https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 */
export async function writeImageLayout(directory: string): Promise<string> {
  const blobs = join(directory, 'blobs', 'sha256');
  await mkdir(blobs, { recursive: true });
  const add = async (mediaType: string, bytes: Buffer) => {
    const digest = sha256(bytes);
    await writeFile(join(blobs, digest), bytes);
    return { mediaType, digest: `sha256:${digest}`, size: bytes.length };
  };
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));

  const files = tar('hello.txt', Buffer.from('hello from a private repository\n'));
  const layer = await add('application/vnd.oci.image.layer.v1.tar+gzip', gzipSync(files));
  const config = await add(
    'application/vnd.oci.image.config.v1+json',
    json({
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(files)}`] },
    }),
  );
  const manifest = await add(
    'application/vnd.oci.image.manifest.v1+json',
    json({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config,
      layers: [layer],
    }),
  );
  await writeFile(join(directory, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }));
  await writeFile(join(directory, 'index.json'), json({ schemaVersion: 2, manifests: [manifest] }));
  return manifest.digest;
}
