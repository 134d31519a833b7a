import { unusedAuthority } from '../../../support/hostile-server.ts';
import type { CauseCase } from './case.ts';
import { ADDRESSES, about, BLOB_HOST, type Lab, REGISTRY } from './lab.ts';

const IMAGE = `${REGISTRY}/org/app:1`;
const FOLDED = ['tls', 'ping', 'challenge', 'token', 'manifest', 'blob'];

/** A registry that is well, and whoever is logged in there. */
async function healthy(lab: Lab): Promise<void> {
  await lab.names();
  await lab.registry();
  await lab.store();
  await lab.entry(REGISTRY, '1234567|robot', lab.secret);
}

/** What goes wrong with proxies. */
export const PROXY_CASES: readonly CauseCase[] = [
  {
    title: 'nothing listens at the address of the proxy',
    cause: 'proxy-unreachable',
    evidence: ['app-route', 'proxy-answer'],
    folded: FOLDED,
    arrange: async (lab) => {
      lab.env('HTTPS_PROXY', `http://${await unusedAuthority()}`);
      return about(IMAGE);
    },
  },
  {
    title: 'the proxy wants a login',
    cause: 'proxy-authentication',
    evidence: ['app-route', 'proxy-answer'],
    folded: FOLDED,
    arrange: async (lab) => {
      await healthy(lab);
      const proxy = await lab.proxy({ account: { username: 'alice', password: 'right' } });
      lab.env(
        'HTTPS_PROXY',
        proxy.url.replace('http://', `http://alice:${encodeURIComponent(lab.secret)}@`),
      );
      return about(IMAGE);
    },
  },
  {
    title: 'the proxy does not let the registry through',
    cause: 'proxy-refuses-registry',
    evidence: ['app-route', 'proxy-answer'],
    folded: FOLDED,
    arrange: async (lab) => {
      await healthy(lab);
      lab.env('HTTPS_PROXY', (await lab.proxy({ blocked: [REGISTRY] })).url);
      return about(IMAGE);
    },
  },
  {
    title: 'the proxy does not let the host of the blobs through',
    cause: 'proxy-refuses-blobs',
    evidence: ['blob-host', 'proxy-answer'],
    arrange: async (lab) => {
      await healthy(lab);
      lab.env('HTTPS_PROXY', (await lab.proxy({ blocked: [BLOB_HOST] })).url);
      return about(IMAGE);
    },
  },
  {
    title: 'the app has a proxy that the tools do not know of',
    cause: 'proxy-app-only',
    evidence: ['app-route', 'tools-route'],
    arrange: async (lab) => {
      await healthy(lab);
      lab.proxySettings({ mode: 'manual', url: (await lab.proxy()).url });
      return about(IMAGE);
    },
  },
  {
    title: 'the tools have a proxy that the app does not use',
    cause: 'proxy-tools-only',
    evidence: ['app-route', 'tools-route', 'proxy-answer'],
    folded: [`tcp:${ADDRESSES.registry}`, 'tls', 'ping'],
    arrange: async (lab) => {
      await healthy(lab);
      lab.env('HTTPS_PROXY', (await lab.proxy()).url);
      lab.proxySettings({ mode: 'off' });
      await lab.drop(ADDRESSES.registry, { butProxy: true });
      return about(IMAGE);
    },
  },
  {
    title: 'NO_PROXY exempts a host that the proxy alone reaches',
    cause: 'no-proxy-exempts',
    evidence: ['app-route'],
    folded: [`tcp:${ADDRESSES.registry}`, 'tls', 'ping'],
    arrange: async (lab) => {
      await healthy(lab);
      lab.env('HTTPS_PROXY', (await lab.proxy()).url);
      lab.env('NO_PROXY', 'localhost,.example.test');
      await lab.drop(ADDRESSES.registry, { butProxy: true });
      return about(IMAGE);
    },
  },
  {
    title: 'NO_PROXY means a host and does not match it',
    cause: 'no-proxy-ineffective',
    evidence: ['no-proxy-entry', 'proxy-answer'],
    folded: ['tls', 'ping'],
    arrange: async (lab) => {
      await healthy(lab);
      lab.env('HTTPS_PROXY', (await lab.proxy({ blocked: [REGISTRY] })).url);
      lab.env('NO_PROXY', `localhost;${REGISTRY}`);
      return about(IMAGE);
    },
  },
  {
    title: 'the proxy is none that can be used',
    cause: 'proxy-unusable',
    evidence: ['app-route'],
    folded: FOLDED,
    arrange: async (lab) => {
      await healthy(lab);
      lab.env('HTTPS_PROXY', 'socks5://127.0.0.1:1080');
      return about(IMAGE);
    },
  },
];
