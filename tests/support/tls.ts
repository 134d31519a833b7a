import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runOk } from './tools-process.ts';

export interface Certificate {
  /** PEM; the leaf first, then what leads to the root. */
  readonly cert: string;
  readonly key: string;
}

export interface CertificateRequest {
  /** DNS names and IP addresses of the subject alternative name. */
  readonly names?: readonly string[];
  /** Default: serverAuth. */
  readonly usage?: 'serverAuth' | 'clientAuth';
  /** Default: an hour ago. */
  readonly notBefore?: Date;
  /** Default: in a day. */
  readonly notAfter?: Date;
}

export interface Authority {
  /** PEM of the root. */
  readonly ca: string;
  /** Issues a server certificate; for 127.0.0.1 and localhost unless told otherwise. */
  issue(request?: CertificateRequest): Promise<Certificate>;
  close(): Promise<void>;
}

const HOUR_MS = 3_600_000;
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

const CONFIG = `
[req]
distinguished_name = subject
x509_extensions = authority
[subject]
[authority]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[ca]
default_ca = issuing
[issuing]
database = index.txt
new_certs_dir = .
certificate = ca.crt
private_key = ca.key
default_md = sha256
rand_serial = yes
unique_subject = no
policy = any
[any]
commonName = optional
`;

/** The form that `openssl ca` takes: YYYYMMDDHHMMSSZ. */
function asn1Time(date: Date): string {
  return `${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
}

/** A certificate authority of its own, made with OpenSSL, in a temporary directory. */
export async function createAuthority(commonName = 'Pullkeeper test CA'): Promise<Authority> {
  const cwd = await mkdtemp(join(tmpdir(), 'pullkeeper-ca-'));
  const write = (name: string, text: string) => writeFile(join(cwd, name), text);
  const read = (name: string) => readFile(join(cwd, name), 'utf8');
  await Promise.all([write('openssl.cnf', CONFIG), write('index.txt', '')]);
  const config = ['-config', 'openssl.cnf'];
  await runOk(
    'openssl',
    [
      'req',
      '-x509',
      ...config,
      ...NEW_KEY,
      '-keyout',
      'ca.key',
      '-out',
      'ca.crt',
      '-subj',
      `/CN=${commonName}`,
      '-days',
      '2',
    ],
    { cwd },
  );
  const ca = await read('ca.crt');
  let issued = 0;
  let queue: Promise<unknown> = Promise.resolve();

  async function issueNext({
    names = ['127.0.0.1', 'localhost'],
    usage = 'serverAuth',
    notBefore = new Date(Date.now() - HOUR_MS),
    notAfter = new Date(Date.now() + 24 * HOUR_MS),
  }: CertificateRequest): Promise<Certificate> {
    const name = `server-${++issued}`;
    const alternative = names.map((each) =>
      /^[\d.]+$|:/.test(each) ? `IP:${each}` : `DNS:${each}`,
    );
    await write(
      `${name}.ext`,
      `basicConstraints = CA:false\nextendedKeyUsage = ${usage}\nsubjectAltName = ${alternative.join(', ')}\n`,
    );
    await runOk(
      'openssl',
      [
        'req',
        '-new',
        ...config,
        ...NEW_KEY,
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.csr`,
        '-subj',
        `/CN=${names[0] ?? 'nobody'}`,
      ],
      { cwd },
    );
    await runOk(
      'openssl',
      [
        'ca',
        ...config,
        '-batch',
        '-notext',
        '-in',
        `${name}.csr`,
        '-out',
        `${name}.crt`,
        '-extfile',
        `${name}.ext`,
        '-startdate',
        asn1Time(notBefore),
        '-enddate',
        asn1Time(notAfter),
      ],
      { cwd },
    );
    return { cert: `${await read(`${name}.crt`)}${ca}`, key: await read(`${name}.key`) };
  }

  return {
    ca,
    // `openssl ca` keeps a database in files: one at a time.
    issue(request = {}) {
      const next = queue.then(() => issueNext(request));
      queue = next.catch(() => {});
      return next;
    },
    close: () => rm(cwd, { recursive: true, force: true }),
  };
}
