import { auth } from '../sandbox.ts';
import { AGREED_LOGIN, alice, auths, bob, H, KEEPING, type WritingRow } from './row.ts';

const NO_NEED = 'The helper has the credential; the file needs no empty entry for it.';

const BROKEN = [
  ['a truncated file', '{"auths":'],
  ['a comma too many', '{"auths":{"a.example":{"auth":"YTpi"}},}'],
  ['a byte order mark', '\ufeff{"auths":{}}'],
  ['a comment', '{/* mine */"auths":{}}'],
  ['an array', '[]'],
] as const;

const PARSING: readonly WritingRow[] = BROKEN.map(([name, before]) => ({
  ids: [72],
  name,
  file: 'docker',
  before,
  theirs: { ok: true, after: { auths: { [H]: alice } } },
  ours: { ok: 'FILE_MALFORMED', after: 'as it was' },
  onPurpose: 'They destroy, we refuse.',
}));

const CONTENT: readonly WritingRow[] = [
  {
    ids: [73],
    name: 'a second object behind the first',
    file: 'docker',
    before: `${auths({ 'other.example': bob })}{"auths":{}}`,
    theirs: { ok: true, after: { auths: { 'other.example': bob, [H]: alice } } },
    ours: { ok: 'FILE_MALFORMED', after: 'as it was' },
    onPurpose: 'They lose what stands behind; we refuse.',
  },
  {
    ids: [74],
    name: 'members that docker does not know',
    file: 'docker',
    before: auths({ 'other.example': { ...bob, email: 'bob@example.com' } }, { mine: { a: 1 } }),
    theirs: {
      ok: true,
      after: { auths: { 'other.example': { ...bob, email: 'bob@example.com' }, [H]: alice } },
    },
    ours: {
      ok: true,
      after: {
        auths: { 'other.example': { ...bob, email: 'bob@example.com' }, [H]: alice },
        mine: { a: 1 },
      },
    },
    onPurpose: 'They lose what they do not know; we keep it.',
  },
  {
    ids: [26, 75],
    name: 'another entry that does not decode',
    file: 'docker',
    before: auths({ 'a.example': { auth: '!!!' }, 'b.example': { auth: auth('', 'pw') } }),
    theirs: { ok: true, after: { auths: { 'a.example': {}, 'b.example': {}, [H]: alice } } },
    ours: {
      ok: true,
      after: {
        auths: { 'a.example': { auth: '!!!' }, 'b.example': { auth: auth('', 'pw') }, [H]: alice },
      },
    },
    onPurpose: 'They empty it; it is not ours to touch.',
  },
  {
    ids: [76],
    name: 'plain user name and password',
    file: 'docker',
    before: auths({ 'other.example': { username: 'bob', password: 'pw' } }),
    theirs: { ok: true, after: { auths: { 'other.example': bob, [H]: alice } } },
    ours: {
      ok: true,
      after: { auths: { 'other.example': { username: 'bob', password: 'pw' }, [H]: alice } },
    },
    onPurpose: 'They rewrite what they were not asked about; we leave it.',
  },
  {
    ids: [77],
    name: 'the same credential again',
    file: 'docker',
    before: `{ "auths": { "${H}": ${JSON.stringify(alice)} } }`,
    theirs: { ok: true, after: 'as it was' },
    ours: { ok: true, after: 'as it was' },
  },
  {
    ids: [79],
    name: 'a helper for every host',
    file: 'docker',
    before: auths({}, { credsStore: 'stub' }),
    helper: KEEPING,
    theirs: { ok: true, after: { auths: { [H]: {} }, credsStore: 'stub' } },
    ours: { ok: true, after: { auths: {}, credsStore: 'stub' } },
    onPurpose: NO_NEED,
  },
  {
    ids: [80],
    name: 'a helper for the host beside one for every host',
    file: 'docker',
    before: auths({}, { credsStore: 'absent', credHelpers: { [H]: 'stub' } }),
    helper: KEEPING,
    theirs: {
      ok: true,
      after: { auths: { [H]: {} }, credsStore: 'absent', credHelpers: { [H]: 'stub' } },
    },
    ours: {
      ok: true,
      after: { auths: {}, credsStore: 'absent', credHelpers: { [H]: 'stub' } },
    },
    onPurpose: NO_NEED,
  },
  {
    ids: [80],
    name: 'no helper for the host, by an empty name, beside one for every host',
    file: 'docker',
    before: auths({}, { credsStore: 'absent', credHelpers: { [H]: '' } }),
    theirs: {
      ok: true,
      after: { auths: { [H]: alice }, credsStore: 'absent', credHelpers: { [H]: '' } },
    },
    ours: {
      ok: true,
      after: { auths: { [H]: alice }, credsStore: 'absent', credHelpers: { [H]: '' } },
    },
  },
  {
    ids: [81],
    name: 'a helper that is not installed',
    file: 'docker',
    before: auths({}, { credsStore: 'absent' }),
    theirs: { ok: false, after: 'as it was' },
    ours: { ok: 'HELPER_MISSING', after: 'as it was' },
  },
  {
    ids: [81],
    name: 'a helper that fails',
    file: 'docker',
    before: auths({}, { credsStore: 'stub' }),
    helper: { suffix: 'stub', body: 'echo no; exit 1' },
    theirs: { ok: false, after: 'as it was' },
    ours: { ok: 'HELPER_FAILED', after: 'as it was' },
  },
];

const FILES: readonly WritingRow[] = [
  { ids: [3], name: 'no file', file: 'docker', ...AGREED_LOGIN },
  ...['644', '400'].map(
    (mode): WritingRow => ({
      ids: [61],
      name: `mode ${mode}`,
      file: 'docker',
      before: auths({ [H]: bob }),
      prepare: `chmod ${mode} $FILE`,
      theirs: { ok: true, after: { auths: { [H]: alice } }, mode },
      ours: { ok: true, after: { auths: { [H]: alice } }, mode: mode === '400' ? '400' : '600' },
      ...(mode === '644' && { onPurpose: 'A credential is for its owner alone.' }),
    }),
  ),
  {
    ids: [62],
    name: 'a link is followed',
    file: 'docker',
    before: auths({ [H]: bob }),
    prepare: 'mv $FILE $DIR/real; ln -s real $FILE; chmod 600 $DIR/real',
    theirs: { ok: true, after: { auths: { [H]: alice } }, mode: '600' },
    ours: { ok: true, after: { auths: { [H]: alice } }, mode: '600' },
  },
];

const FORMS = [H, `https://${H}`, `http://${H}`, `https://${H}/v1/`];

const LOGOUTS: readonly WritingRow[] = [
  {
    ids: [78],
    name: 'four forms of a host',
    file: 'docker',
    before: auths(Object.fromEntries(FORMS.map((key) => [key, alice]))),
    logout: true,
    theirs: { ok: true, after: { auths: { [`https://${H}/v1/`]: alice } } },
    ours: { ok: true, after: { auths: {} } },
    onPurpose: 'What they leave still logs in; we take every key that serves the registry.',
  },
];

export const DOCKER_CONFIG_ROWS: readonly WritingRow[] = [
  ...PARSING,
  ...CONTENT,
  ...FILES,
  ...LOGOUTS,
];
