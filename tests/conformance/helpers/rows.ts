import type { ErrorCode } from '../../../shared/errors.ts';
import type { Row } from '../edge-cases.ts';

export const HELPERS = ['secretservice', 'pass'] as const;
export type HelperName = (typeof HELPERS)[number];

/** One call of the protocol: the verb, and what goes to standard input. */
export type RawCall = readonly [verb: 'get' | 'store' | 'erase' | 'list', input: string];

/** A call of our client. */
export type OurCall =
  | { readonly do: 'get' | 'erase'; readonly server: string }
  | {
      readonly do: 'store';
      readonly server: string;
      readonly username: string;
      readonly secret: string;
    };

/** The same to a real helper, called by hand and through our client. */
export interface HelperRow extends Row {
  readonly helper: HelperName;
  /** Made by hand before each side's turn. */
  readonly before?: readonly RawCall[];
  /** An item of another program that is in the keyring. */
  readonly foreign?: { readonly service: string; readonly account: string };
  readonly call: RawCall;
  readonly theirs: { readonly code: number; readonly says: string | RegExp };
  readonly by: OurCall;
  /** `user:secret`, null for nothing, `done`, or a failure's code. */
  readonly ours: string | null | ErrorCode;
  /** Why we do something else than the helper by itself. */
  readonly onPurpose?: string;
}

export const S = 'registry.example.com:5000';
const NOT_FOUND = 'credentials not found in native keychain';

export function store(username: string, secret: string, server = S): RawCall {
  return ['store', JSON.stringify({ ServerURL: server, Username: username, Secret: secret })];
}

const reply = (username: string, secret: string, server = S) =>
  `${JSON.stringify({ ServerURL: server, Username: username, Secret: secret })}`;
const get = { do: 'get', server: S } as const;
const put = (username: string, secret: string) =>
  ({ do: 'store', server: S, username, secret }) as const;

export const HELPER_ROWS: readonly HelperRow[] = [
  {
    ids: [92],
    name: 'secretservice has nothing',
    helper: 'secretservice',
    call: ['get', S],
    theirs: { code: 1, says: NOT_FOUND },
    by: get,
    ours: null,
  },
  {
    ids: [92],
    name: 'pass has nothing, and says so with empty fields',
    helper: 'pass',
    call: ['get', S],
    theirs: { code: 0, says: reply('', '') },
    by: get,
    ours: null,
  },
  ...[`${S}/`, `https://${S}`].map(
    (server): HelperRow => ({
      ids: [93],
      name: `asked for «${server.replace(S, 'host')}»`,
      helper: 'secretservice',
      before: [store('u', 'p')],
      call: ['get', server],
      theirs: { code: 1, says: NOT_FOUND },
      by: { do: 'get', server },
      ours: null,
    }),
  ),
  {
    ids: [94],
    name: 'an empty server',
    helper: 'secretservice',
    call: store('u', 'p', ''),
    theirs: { code: 1, says: 'no credentials server URL' },
    by: { do: 'store', server: '', username: 'u', secret: 'p' },
    ours: 'FILE_KEY_REFUSED',
  },
  {
    ids: [94],
    name: 'an empty user',
    helper: 'secretservice',
    call: store('', 'p'),
    theirs: { code: 1, says: 'no credentials username' },
    by: put('', 'p'),
    ours: 'USERNAME_INVALID',
  },
  {
    ids: [94],
    name: 'an empty secret',
    helper: 'secretservice',
    call: store('u', ''),
    theirs: { code: 0, says: '' },
    by: put('u', ''),
    ours: 'SECRET_INVALID',
    onPurpose: 'It stores what it cannot give back; we refuse.',
  },
  {
    ids: [95],
    name: 'member names in lower case',
    helper: 'secretservice',
    before: [['store', JSON.stringify({ serverurl: S, username: 'u', secret: 'p' })]],
    call: ['get', S],
    theirs: { code: 0, says: reply('u', 'p') },
    by: get,
    ours: 'u:p',
  },
  {
    ids: [96],
    name: 'secretservice: a second user beside the first',
    helper: 'secretservice',
    before: [store('zoe', 'one')],
    call: store('adam', 'two'),
    theirs: { code: 0, says: '' },
    by: put('adam', 'two'),
    ours: 'adam:two',
    // Its items have times in seconds: within one, either is the newest.
    onPurpose: 'It keeps both and answers with one of them; we take the first away.',
  },
  {
    ids: [96],
    name: 'pass: a second user stays behind the first',
    helper: 'pass',
    before: [store('adam', 'one')],
    call: store('zoe', 'two'),
    theirs: { code: 0, says: '' },
    by: put('zoe', 'two'),
    ours: 'zoe:two',
    onPurpose: 'It would go on answering with the first; we take that one away.',
  },
  {
    ids: [97],
    name: 'secretservice erases what is not there',
    helper: 'secretservice',
    call: ['erase', S],
    theirs: { code: 0, says: '' },
    by: { do: 'erase', server: S },
    ours: 'done',
  },
  {
    ids: [97],
    name: 'pass fails to',
    helper: 'pass',
    call: ['erase', S],
    theirs: { code: 1, says: /./ },
    by: { do: 'erase', server: S },
    ours: 'done',
    onPurpose: 'It is not there, which is what was asked for.',
  },
  {
    ids: [98],
    name: 'secretservice: a line end and other letters',
    helper: 'secretservice',
    before: [store('u', 'pä\nss\n')],
    call: ['get', S],
    theirs: { code: 0, says: reply('u', 'pä\nss\n') },
    by: get,
    ours: 'u:pä\nss\n',
  },
  {
    ids: [98],
    name: 'pass loses a line end',
    helper: 'pass',
    before: [store('u', 'pä\n')],
    call: ['get', S],
    theirs: { code: 0, says: reply('u', 'pä') },
    by: get,
    ours: 'u:pä',
  },
  ...['../../x', 'dom/user'].map(
    (username): HelperRow => ({
      ids: [99],
      name: `the user ${username}`,
      helper: 'pass',
      call: store(username, 'p'),
      theirs: { code: 0, says: '' },
      by: put(username, 'p'),
      ours: 'USERNAME_INVALID',
      onPurpose: 'It becomes a path, out of its folder or below it; we refuse.',
    }),
  ),
  {
    ids: [100],
    name: '60,000 bytes',
    helper: 'secretservice',
    call: store('u', 'x'.repeat(60_000)),
    theirs: { code: 0, says: '' },
    by: put('u', 'x'.repeat(60_000)),
    ours: `u:${'x'.repeat(60_000)}`,
  },
  {
    ids: [100],
    name: '70,000 bytes',
    helper: 'secretservice',
    call: store('u', 'x'.repeat(70_000)),
    theirs: { code: 1, says: /./ },
    by: put('u', 'x'.repeat(70_000)),
    ours: 'SECRET_INVALID',
  },
  {
    ids: [101],
    name: 'an item of another program is not found',
    helper: 'secretservice',
    foreign: { service: S, account: 'u' },
    call: ['get', S],
    theirs: { code: 1, says: NOT_FOUND },
    by: get,
    ours: null,
  },
  {
    ids: [101],
    name: 'nor listed',
    helper: 'secretservice',
    foreign: { service: S, account: 'u' },
    call: ['list', ''],
    theirs: { code: 0, says: '{}' },
    by: get,
    ours: null,
  },
];
