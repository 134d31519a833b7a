import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** A blob of an image: what its descriptor says, and the bytes. */
export interface Blob {
  readonly mediaType: string;
  readonly digest: string;
  readonly bytes: Buffer;
}

export interface Image {
  readonly manifest: Blob;
  /** The configuration and the layers. */
  readonly blobs: readonly Blob[];
}

/**
 * The smallest image that podman, docker and skopeo take: one layer with one text file. The same text
 * makes the same digests.
 *
 * @see https://github.com/opencontainers/image-spec/blob/main/manifest.md
 */
export function textImage(fileName: string, text: string): Image {
  const layer = tarOf(fileName, Buffer.from(text));
  const compressed = blob('application/vnd.oci.image.layer.v1.tar+gzip', gzipSync(layer));
  const config = jsonBlob('application/vnd.oci.image.config.v1+json', {
    created: '2026-01-01T00:00:00Z',
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    config: { Labels: { 'org.opencontainers.image.title': 'Pullkeeper demo' } },
    rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
    history: [{ created: '2026-01-01T00:00:00Z', created_by: 'pullkeeper' }],
  });
  const manifest = jsonBlob('application/vnd.oci.image.manifest.v1+json', {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: descriptorOf(config),
    layers: [descriptorOf(compressed)],
  });
  return { manifest, blobs: [config, compressed] };
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function blob(mediaType: string, bytes: Buffer): Blob {
  return { mediaType, digest: digestOf(bytes), bytes };
}

function jsonBlob(mediaType: string, value: unknown): Blob {
  return blob(mediaType, Buffer.from(JSON.stringify(value)));
}

function descriptorOf({ mediaType, digest, bytes }: Blob) {
  return { mediaType, digest, size: bytes.length };
}

const BLOCK = 512;

/** One regular file in the POSIX ustar format. */
function tarOf(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, length: number) => value.toString(8).padStart(length - 1, '0');
  header.write(name, 0, 100);
  header.write(octal(0o644, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(content.length, 12), 124);
  header.write(octal(0, 12), 136);
  header.write(' '.repeat(8), 148);
  header.write('0', 156);
  header.write('ustar\u000000', 257);
  const checksum = header.reduce((sum, byte) => sum + byte, 0);
  header.write(`${octal(checksum, 7)}\u0000 `, 148);

  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  const end = Buffer.alloc(2 * BLOCK);
  return Buffer.concat([header, content, padding, end]);
}
