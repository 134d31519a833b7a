import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificate } from './tls.ts';
import { runOk } from './tools-process.ts';

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/**
 * A certificate whose issuer is not the root itself, as all public ones are.
 * @returns PEM: the root, the one between, and the server's certificate alone
 */
export async function issueByIntermediate(
  name: string,
): Promise<{ root: string; intermediate: string; leaf: Certificate }> {
  const cwd = await mkdtemp(join(tmpdir(), 'pullkeeper-intermediate-'));
  const openssl = (...args: string[]) => runOk('openssl', args, { cwd });
  const read = (file: string) => readFile(join(cwd, file), 'utf8');
  const sign = async (file: string, subject: string, by: string, extensions: string) => {
    await writeFile(join(cwd, `${file}.ext`), extensions);
    await openssl(
      'req',
      '-new',
      ...NEW_KEY,
      '-keyout',
      `${file}.key`,
      '-out',
      `${file}.csr`,
      '-subj',
      subject,
    );
    await openssl(
      ...['x509', '-req', '-in', `${file}.csr`, '-CA', `${by}.crt`, '-CAkey', `${by}.key`],
      ...['-CAcreateserial', '-days', '2', '-extfile', `${file}.ext`, '-out', `${file}.crt`],
    );
  };
  try {
    await openssl(
      ...['req', '-x509', ...NEW_KEY, '-keyout', 'root.key', '-out', 'root.crt', '-days', '2'],
      ...['-subj', '/O=Example Trust/CN=Example Root'],
    );
    await sign(
      'between',
      '/O=Example Trust/CN=Example Issuing',
      'root',
      'basicConstraints = critical, CA:true\n',
    );
    await sign('leaf', `/CN=${name}`, 'between', `subjectAltName = DNS:${name}\n`);
    return {
      root: await read('root.crt'),
      intermediate: await read('between.crt'),
      leaf: { cert: await read('leaf.crt'), key: await read('leaf.key') },
    };
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
