import { auth } from '../sandbox.ts';
import { AGREED_LOGIN, alice, auths, bob, H, type WritingRow } from './row.ts';

const KEPT = 'They lose what they do not know; we keep it.';

function refused(ids: WritingRow['ids'], name: string, before: string | Uint8Array): WritingRow {
  return {
    ids,
    name,
    file: 'runtime',
    before,
    theirs: { ok: false, after: 'as it was' },
    ours: { ok: 'FILE_MALFORMED', after: 'as it was' },
  };
}

function loggedIn(ids: WritingRow['ids'], name: string, before: string): WritingRow {
  return { ids, name, file: 'runtime', before, ...AGREED_LOGIN };
}

const full = auths({ [H]: bob });

/** What a file has to look like for podman, skopeo and buildah to write to it. */
const PARSING: readonly WritingRow[] = [
  refused([1], 'no bytes', ''),
  refused([2], 'white space', ' \n'),
  loggedIn([3], 'an empty object', '{}'),
  refused([5], 'an array', '[]'),
  refused([5], 'a string', '"x"'),
  refused([6], 'a truncated file', '{"auths":'),
  refused([7], 'a comma too many', `{"auths":{"${H}":{"auth":"${bob.auth}"},}}`),
  refused([8], 'a comment', '{/* mine */"auths":{}}'),
  refused([9], 'a byte order mark', `\ufeff${full}`),
  refused([10], 'UTF-16', Buffer.from(full, 'utf16le')),
  refused([11], 'a second object', `${full}{}`),
  loggedIn([12], 'auths is null', '{"auths":null}'),
  refused([13], 'auths is an array', '{"auths":[]}'),
  refused([19], 'auth is a number', auths({ [H]: { auth: 5 } })),
];

const ENTRIES: readonly WritingRow[] = [
  loggedIn([15], 'the registry is there', full),
  loggedIn([17], 'an empty entry', auths({ [H]: {} })),
  loggedIn([17], 'a null entry', auths({ [H]: null })),
  loggedIn([25], 'a value without a colon', auths({ [H]: { auth: 'bm9jb2xvbg==' } })),
  {
    ids: [20],
    name: 'bad base64 in the entry',
    file: 'runtime',
    before: auths({ [H]: { auth: '!!!' } }),
    theirs: { ok: false, after: 'as it was' },
    ours: { ok: true, after: { auths: { [H]: alice } } },
    onPurpose: 'They cannot repair it; we put a good entry in its place.',
  },
  {
    ids: [21],
    name: 'bad base64 in another entry',
    file: 'runtime',
    before: auths({ 'other.example': { auth: '!!!' } }),
    theirs: { ok: true, after: { auths: { 'other.example': { auth: '!!!' }, [H]: alice } } },
    ours: { ok: true, after: { auths: { 'other.example': { auth: '!!!' }, [H]: alice } } },
  },
  {
    ids: [30],
    name: 'members that nobody knows',
    file: 'runtime',
    before: auths({ 'other.example': { ...bob, note: 'mine' } }, { mine: 1 }),
    theirs: { ok: true, after: { auths: { 'other.example': bob, [H]: alice } } },
    ours: {
      ok: true,
      after: { auths: { 'other.example': { ...bob, note: 'mine' }, [H]: alice }, mine: 1 },
    },
    onPurpose: KEPT,
  },
  {
    ids: [31],
    name: 'an identity token beside a user name',
    file: 'runtime',
    before: auths({ [H]: { auth: auth('u', ''), identitytoken: 't' } }),
    theirs: { ok: false, after: 'as it was' },
    ours: { ok: true, after: { auths: { [H]: alice } } },
    onPurpose: 'They cannot replace it; the user told us to.',
  },
  loggedIn([32], 'an identity token alone', auths({ [H]: { identitytoken: 't' } })),
  {
    ids: [77],
    name: 'the same credential again',
    file: 'runtime',
    before: `${JSON.stringify({ auths: { [H]: alice } }, null, '\t')}`,
    theirs: { ok: true, after: 'as it was' },
    ours: { ok: true, after: 'as it was' },
  },
];

const CREDENTIALS: readonly WritingRow[] = [
  ...(
    [
      ['a service account, and colons', '6543210|my-sa', 'p:a:ss'],
      ['other letters', 'robot+ci', 'pässwörd-密码'],
      ['a token', 'acme+builder', 'eyJhbGciOiJSUzUxMiJ9.e30.c2ln'],
    ] as const
  ).map(([name, username, password]): WritingRow => {
    const after = { auths: { [H]: { auth: auth(username, password) } } };
    return {
      ids: [29, 86],
      name,
      file: 'runtime',
      login: { username, password },
      theirs: { ok: true, after },
      ours: { ok: true, after },
    };
  }),
];

const FILES: readonly WritingRow[] = [
  {
    ids: [61],
    name: 'a mode wider than the owner',
    file: 'runtime',
    before: full,
    prepare: 'chmod 644 $FILE',
    theirs: { ok: true, after: { auths: { [H]: alice } }, mode: '600' },
    ours: { ok: true, after: { auths: { [H]: alice } }, mode: '600' },
  },
  {
    ids: [62],
    name: 'a link: what it leads to',
    file: 'runtime',
    before: full,
    prepare: 'mv $FILE $DIR/real; ln -s real $FILE; chmod 400 $DIR/real',
    // The mode of what is there: a file in the link's place, or what the link leads to.
    theirs: { ok: true, after: { auths: { [H]: alice } }, mode: '600' },
    ours: { ok: true, after: { auths: { [H]: alice } }, mode: '400' },
    onPurpose: 'They put a file in the place of the link; we follow it.',
  },
  {
    ids: [63],
    name: 'a directory',
    file: 'runtime',
    prepare: 'mkdir -p $FILE',
    theirs: { ok: false, after: 'no file' },
    ours: { ok: 'FILE_NOT_REGULAR', after: 'no file' },
  },
  {
    ids: [65],
    name: 'a directory that others may look into stays so',
    file: 'runtime',
    before: full,
    prepare: 'chmod 755 $DIR',
    theirs: { ok: true, after: { auths: { [H]: alice } }, mode: '600' },
    ours: { ok: true, after: { auths: { [H]: alice } }, mode: '600' },
  },
];

const LOGOUTS: readonly WritingRow[] = [
  {
    ids: [67],
    name: 'a URL form beside the bare key',
    file: 'runtime',
    before: auths({ [H]: alice, [`https://${H}/v1/`]: bob }),
    logout: true,
    theirs: { ok: true, after: { auths: { [`https://${H}/v1/`]: bob } } },
    ours: { ok: true, after: { auths: {} } },
    onPurpose: 'What they leave still logs in; we take every key that serves the registry.',
  },
  {
    ids: [71],
    name: 'a login that is only in the docker file: the other file is left alone',
    file: 'runtime',
    before: auths({ 'other.example': bob }),
    beside: auths({ [H]: alice }),
    logout: true,
    theirs: { ok: false, after: { auths: { 'other.example': bob } } },
    ours: { ok: true, after: { auths: { 'other.example': bob } } },
    onPurpose: 'There is nothing to take away, which is what was asked for.',
  },
];

export const AUTH_JSON_ROWS: readonly WritingRow[] = [
  ...PARSING,
  ...ENTRIES,
  ...CREDENTIALS,
  ...FILES,
  ...LOGOUTS,
];
