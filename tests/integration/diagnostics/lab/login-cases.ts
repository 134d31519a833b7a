import { chown } from 'node:fs/promises';
import { join } from 'node:path';
import type { CauseCase } from './case.ts';
import { ADDRESSES, about, type Lab, REGISTRY, USERNAME } from './lab.ts';

const IMAGE = `${REGISTRY}/org/app:1`;
const RED_HAT = 'registry.redhat.io';
/** A user who is not the one that the tests run as. */
const SOMEBODY = 65_534;

async function upAndRunning(lab: Lab): Promise<void> {
  await lab.names();
  await lab.registry();
}

async function redHat(lab: Lab): Promise<void> {
  await lab.names({ records: { [RED_HAT]: [ADDRESSES.registry] }, everything: [ADDRESSES.blobs] });
  await lab.registry({ name: RED_HAT });
}

/** What goes wrong with credentials, and with the files and helpers that hold them. */
export const LOGIN_CASES: readonly CauseCase[] = [
  {
    title: 'a login is needed and there is none',
    cause: 'credential-missing',
    evidence: [],
    folded: ['manifest', 'blob'],
    arrange: async (lab) => {
      await upAndRunning(lab);
      return about(IMAGE);
    },
  },
  {
    title: 'the credential never arrives',
    cause: 'credential-not-sent',
    evidence: ['asked-as', 'answer', 'message'],
    folded: ['manifest', 'blob'],
    arrange: async (lab) => {
      await lab.names();
      const body = JSON.stringify({
        errors: [
          {
            code: 'UNAUTHORIZED',
            message: 'Please login to the Red Hat Registry using your Customer Portal credentials.',
          },
        ],
      });
      await lab.registry({
        answers: {
          '/token': { status: 401, headers: { 'content-type': 'application/json' }, body },
        },
      });
      await lab.store();
      return about(IMAGE);
    },
  },
  {
    title: 'the credential is rejected',
    cause: 'credential-rejected',
    evidence: ['asked-as', 'answer', 'message', 'credential-shape'],
    folded: ['manifest', 'blob'],
    arrange: async (lab) => {
      await lab.names();
      await lab.registry({ accounts: { [USERNAME]: 'another one' } });
      await lab.store();
      await lab.entry(REGISTRY, USERNAME, lab.secret);
      return about(IMAGE);
    },
  },
  {
    title: 'the number is missing from the name of a service account',
    cause: 'service-account-short-name',
    evidence: ['asked-as', 'message', 'credential-shape'],
    arrange: async (lab) => {
      await redHat(lab);
      await lab.store({ registry: RED_HAT, username: 'robot' });
      await lab.entry(RED_HAT, 'robot', lab.secret);
      return about(RED_HAT);
    },
  },
  {
    title: 'a portal password where tokens work',
    cause: 'portal-password',
    evidence: ['asked-as', 'message', 'credential-shape'],
    arrange: async (lab) => {
      await redHat(lab);
      await lab.store({ registry: RED_HAT, username: 'me@example.test', kind: 'red-hat-login' });
      await lab.entry(RED_HAT, 'me@example.test', lab.secret);
      return about(RED_HAT);
    },
  },
  {
    title: 'the credential helper is missing',
    cause: 'helper-broken',
    evidence: ['helper-problem'],
    arrange: async (lab) => {
      await upAndRunning(lab);
      await lab.store();
      await lab.machine.put(
        lab.machine.configJson,
        JSON.stringify({ credsStore: 'not-installed' }),
      );
      return about(IMAGE);
    },
  },
  {
    title: 'a file of the tools does not parse',
    cause: 'file-unusable',
    evidence: ['file-problem'],
    arrange: async (lab) => {
      await upAndRunning(lab);
      await lab.store();
      await lab.machine.put(lab.machine.authJson, '{"auths": ');
      return about(IMAGE);
    },
  },
  {
    title: 'a file belongs to the user on the other side of a sudo',
    cause: 'other-users-file',
    evidence: ['file-owner'],
    arrange: async (lab) => {
      await upAndRunning(lab);
      await lab.store();
      await lab.entry(REGISTRY, USERNAME, lab.secret);
      await chown(lab.machine.authJson, SOMEBODY, SOMEBODY);
      return about(IMAGE);
    },
  },
  {
    title: 'a file that is read earlier logs in somebody else',
    cause: 'other-file-wins',
    evidence: ['tool-uses', 'tool-passes-over'],
    arrange: async (lab) => {
      await upAndRunning(lab);
      await lab.store();
      await lab.entry(REGISTRY, 'somebody', 'else', lab.machine.authJson);
      await lab.entry(
        REGISTRY,
        USERNAME,
        lab.secret,
        join(lab.machine.home, '.config/containers/auth.json'),
      );
      return about(IMAGE);
    },
  },
  {
    title: 'a more exact key logs in somebody else',
    cause: 'other-key-wins',
    evidence: ['tool-uses', 'tool-passes-over'],
    arrange: async (lab) => {
      await upAndRunning(lab);
      await lab.store();
      const auth = (user: string, password: string) => ({
        auth: Buffer.from(`${user}:${password}`).toString('base64'),
      });
      await lab.machine.put(
        lab.machine.authJson,
        JSON.stringify({
          auths: {
            [REGISTRY]: auth(USERNAME, lab.secret),
            [`${REGISTRY}/org`]: auth('somebody', 'else'),
          },
        }),
      );
      return about(IMAGE);
    },
  },
  {
    title: 'the file has an older secret than the store',
    cause: 'stale-entry',
    evidence: ['tool-uses', 'entry-differs'],
    arrange: async (lab) => {
      await upAndRunning(lab);
      await lab.store({ targets: ['runtime'] });
      await lab.entry(REGISTRY, USERNAME, 'the one before');
      return about(IMAGE);
    },
  },
  {
    title: 'a stored credential is in no file',
    cause: 'entry-missing',
    evidence: ['tool-uses-none'],
    arrange: async (lab) => {
      await upAndRunning(lab);
      await lab.store();
      return about(IMAGE);
    },
  },
];
