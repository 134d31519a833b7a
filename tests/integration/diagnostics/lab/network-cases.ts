import type { CauseCase } from './case.ts';
import { ADDRESSES, about, REGISTRY } from './lab.ts';

const IMAGE = `${REGISTRY}/org/app:1`;

/** What goes wrong between a name and a connection. */
export const NAME_AND_CONNECTION_CASES: readonly CauseCase[] = [
  {
    title: 'no name server is set',
    cause: 'dns-unreachable',
    evidence: ['dns-problem'],
    folded: ['tcp', 'tls', 'ping', 'manifest'],
    arrange: async (lab) => {
      await lab.resolver(null);
      return about(IMAGE);
    },
  },
  {
    title: 'the name server is silent',
    cause: 'dns-unreachable',
    evidence: ['dns-server', 'dns-problem'],
    folded: ['tcp', 'tls', 'ping'],
    arrange: async (lab) => {
      await lab.drop(ADDRESSES.names);
      return about(IMAGE);
    },
  },
  {
    title: 'the name does not exist',
    cause: 'dns-not-found',
    evidence: ['dns-server', 'dns-problem'],
    folded: ['tcp', 'tls', 'ping'],
    arrange: async (lab) => {
      await lab.names();
      return about('registry.misspelt.test/org/app:1');
    },
  },
  {
    title: 'the name server refuses to answer',
    cause: 'dns-failed',
    evidence: ['dns-server', 'dns-problem'],
    folded: ['tcp', 'tls'],
    arrange: async (lab) => {
      await lab.names({ refuses: true });
      return about('registry.elsewhere.test');
    },
  },
  {
    title: 'the name exists under a search domain alone',
    cause: 'dns-search-domain',
    evidence: ['dns-search', 'dns-problem', 'dns-answer'],
    arrange: async (lab) => {
      await lab.resolver(ADDRESSES.names, ['corp.test']);
      await lab.names({ records: { 'registry.team.corp.test': [ADDRESSES.registry] } });
      await lab.registry({
        name: 'registry.team',
        realm: 'https://registry.team/token',
        blobHost: 'registry.team',
      });
      await lab.store({ registry: 'registry.team' });
      await lab.entry('registry.team', '1234567|robot', lab.secret);
      return about('registry.team/org/app:1');
    },
  },
  {
    title: 'a public name leads to an address of the own network',
    cause: 'dns-wrong-address',
    evidence: ['dns-answer', 'system-address'],
    folded: [`tcp:${ADDRESSES.inside}`, 'tls', 'ping'],
    arrange: async (lab) => {
      await lab.names({ records: { 'registry.redhat.io': [ADDRESSES.inside] } });
      return about('registry.redhat.io');
    },
  },
  {
    title: 'a line of the hosts file is out of date',
    cause: 'dns-hosts-file',
    evidence: ['hosts-file', 'dns-answer'],
    folded: [`tcp:${ADDRESSES.nowhere}`, 'tls'],
    arrange: async (lab) => {
      await lab.hosts({ [REGISTRY]: ADDRESSES.nowhere });
      await lab.names();
      return about(IMAGE);
    },
  },
  {
    title: 'nothing listens',
    cause: 'tcp-refused',
    evidence: ['not-connected'],
    folded: ['tls', 'ping', 'challenge', 'token', 'manifest', 'blob'],
    arrange: async (lab) => {
      await lab.names();
      return about(IMAGE);
    },
  },
  {
    title: 'a firewall swallows the packets',
    cause: 'tcp-filtered',
    evidence: ['not-connected'],
    folded: ['tls', 'ping'],
    arrange: async (lab) => {
      await lab.names();
      await lab.registry();
      await lab.drop(ADDRESSES.registry);
      return about(IMAGE);
    },
  },
  {
    title: 'there is no route to the address',
    cause: 'tcp-unreachable',
    evidence: ['not-connected'],
    folded: ['tls', 'ping'],
    arrange: async (lab) => {
      await lab.names({ records: { [REGISTRY]: ['203.0.113.77'] } });
      return about(IMAGE);
    },
  },
  {
    title: 'IPv6 goes nowhere and IPv4 works',
    cause: 'ipv6-broken',
    evidence: ['not-connected'],
    arrange: async (lab) => {
      await lab.names({ records: { [REGISTRY]: [ADDRESSES.registry, ADDRESSES.registry6] } });
      await lab.registry();
      await lab.drop(ADDRESSES.registry6);
      await lab.store();
      await lab.entry(REGISTRY, '1234567|robot', lab.secret);
      return about(IMAGE);
    },
  },
  {
    title: 'names are answered, and nothing else is',
    cause: 'tcp-filtered',
    evidence: ['not-connected'],
    folded: ['tls', 'ping', 'allow-list:quay.io:443', 'allow-list:sso.redhat.com:443'],
    arrange: async (lab) => {
      await lab.names({ everything: [ADDRESSES.nowhere] });
      await lab.drop(ADDRESSES.nowhere);
      return about('registry.redhat.io/ubi9:latest', 'quay.io/org/app:1');
    },
  },
];
