import { join } from 'node:path';
import { selfSignedCertificate, startRawServer } from '../../../support/hostile-server.ts';
import { createAuthority } from '../../../support/tls.ts';
import { issueByIntermediate } from '../../../support/tls-intermediate.ts';
import type { CauseCase } from './case.ts';
import { registryAnswers } from './double.ts';
import { ADDRESSES, about, REGISTRY } from './lab.ts';

const HOUR_MS = 3_600_000;
const FOLDED = ['ping', 'challenge', 'token', 'manifest', 'blob'];
const IMAGE = `${REGISTRY}/org/app:1`;

/** What goes wrong with certificates. */
export const TLS_CASES: readonly CauseCase[] = [
  {
    title: 'a box on the way opens TLS',
    cause: 'tls-intercepted',
    evidence: ['certificate', 'tls-problem'],
    folded: FOLDED,
    arrange: async (lab) => {
      await lab.names();
      await lab.registry();
      const box = await createAuthority('Example Corp TLS Inspection');
      lab.onClose(() => box.close());
      const forged = await box.issue({ names: [REGISTRY] });
      await lab.serve('0.0.0.0', 9443, registryAnswers({}), forged);
      await lab.redirect(ADDRESSES.registry, 443, 9443);
      return about(IMAGE);
    },
  },
  {
    title: 'a public host shows an authority that is not public',
    cause: 'tls-intercepted',
    evidence: ['certificate', 'unexpected-issuer'],
    folded: FOLDED,
    arrange: async (lab) => {
      await lab.names({ records: { 'quay.io': [ADDRESSES.registry] } });
      const box = await createAuthority('Acme');
      lab.onClose(() => box.close());
      await lab.serve(
        ADDRESSES.registry,
        443,
        registryAnswers({}),
        await box.issue({ names: ['quay.io'] }),
      );
      return about('quay.io/org/app:1');
    },
  },
  {
    title: 'the certificate is signed by itself',
    cause: 'tls-self-signed',
    evidence: ['certificate', 'tls-problem'],
    folded: FOLDED,
    arrange: async (lab) => {
      await lab.serve('127.0.0.1', 5443, registryAnswers({}), await selfSignedCertificate());
      return about('127.0.0.1:5443/org/app:1');
    },
  },
  {
    title: 'a private authority is not known here',
    cause: 'tls-unknown-authority',
    evidence: ['certificate', 'tls-problem'],
    folded: FOLDED,
    arrange: async (lab) => {
      await lab.names();
      const other = await createAuthority('Acme Root');
      lab.onClose(() => other.close());
      await lab.serve(
        ADDRESSES.registry,
        443,
        registryAnswers({}),
        await other.issue({ names: [REGISTRY] }),
      );
      return about(IMAGE);
    },
  },
  {
    title: 'the server leaves out the certificate between',
    cause: 'tls-missing-intermediate',
    evidence: ['certificate', 'tls-problem'],
    folded: FOLDED,
    arrange: async (lab) => {
      await lab.names();
      const { root, leaf } = await issueByIntermediate(REGISTRY);
      await lab.serve(ADDRESSES.registry, 443, registryAnswers({}), leaf);
      await lab.trust(REGISTRY, root);
      return about(IMAGE);
    },
  },
  {
    title: 'the certificate has expired',
    cause: 'tls-expired',
    evidence: ['certificate', 'tls-problem'],
    folded: FOLDED,
    arrange: async (lab) => {
      await lab.names();
      const certificate = await lab.issue({
        names: [REGISTRY],
        notBefore: new Date(Date.now() - 48 * HOUR_MS),
        notAfter: new Date(Date.now() - 24 * HOUR_MS),
      });
      await lab.registry({ certificate });
      return about(IMAGE);
    },
  },
  {
    title: 'the certificate is not valid yet, and the clock is right',
    cause: 'tls-not-yet-valid',
    evidence: ['certificate', 'tls-problem', 'clock'],
    folded: FOLDED,
    arrange: async (lab) => {
      await lab.names();
      const certificate = await lab.issue({
        names: [REGISTRY],
        notBefore: new Date(Date.now() + 24 * HOUR_MS),
        notAfter: new Date(Date.now() + 72 * HOUR_MS),
      });
      await lab.registry({ certificate });
      await lab.serve(ADDRESSES.registry, 80, registryAnswers({}));
      return about(IMAGE);
    },
  },
  {
    title: 'the clock of this machine is two days behind',
    cause: 'clock-wrong',
    evidence: ['certificate', 'tls-problem', 'clock'],
    folded: FOLDED,
    arrange: async (lab) => {
      await lab.names();
      const certificate = await lab.issue({
        names: [REGISTRY],
        notBefore: new Date(Date.now() + 24 * HOUR_MS),
        notAfter: new Date(Date.now() + 72 * HOUR_MS),
      });
      const date = new Date(Date.now() + 48 * HOUR_MS).toUTCString();
      await lab.registry({ certificate });
      await lab.serve(ADDRESSES.registry, 80, registryAnswers({ headers: { date } }));
      return about(IMAGE);
    },
  },
  {
    title: 'the certificate is for another host',
    cause: 'tls-wrong-host',
    evidence: ['certificate', 'tls-problem'],
    folded: FOLDED,
    arrange: async (lab) => {
      await lab.names();
      await lab.registry({ certificate: await lab.certificate('other.example.test') });
      return about(IMAGE);
    },
  },
  {
    title: 'an HTTP server is on the port of TLS',
    cause: 'tls-plain-http',
    evidence: ['tls-problem'],
    folded: FOLDED,
    arrange: async (lab) => {
      await lab.names();
      await lab.serve(ADDRESSES.registry, 443, registryAnswers({}));
      return about(IMAGE);
    },
  },
  {
    title: 'a file of certs.d cannot be used',
    cause: 'trust-unusable',
    evidence: ['trust-file'],
    folded: FOLDED,
    arrange: async (lab) => {
      await lab.names();
      await lab.registry();
      // A client certificate without its key: the tools stop there.
      const directory = join(lab.machine.home, '.config/containers/certs.d', REGISTRY);
      await lab.machine.put(join(directory, 'client.cert'), (await lab.certificate('me')).cert);
      return about(IMAGE);
    },
  },
  {
    title: 'the server ends the handshake',
    cause: 'tls-failed',
    evidence: ['tls-problem'],
    folded: FOLDED,
    arrange: async (lab) => {
      const server = await startRawServer((socket) => {
        socket.once('data', () => socket.destroy());
      });
      lab.onClose(() => server.close());
      return about(`${server.authority}/org/app:1`);
    },
  },
];
