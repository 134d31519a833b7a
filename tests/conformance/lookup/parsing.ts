import { auth } from '../sandbox.ts';
import { file, H, type LookupRow, ok, runtime } from './row.ts';

/** Parsing: what the whole file must look like. */
export const PARSING: readonly LookupRow[] = [
  { ids: [1], name: 'a file of no bytes', files: { runtime: '' }, ask: H, expected: 'error!' },
  { ids: [2], name: 'white space alone', files: { runtime: ' \n ' }, ask: H, expected: 'error!' },
  { ids: [3], name: 'an empty object', files: { runtime: '{}' }, ask: H, expected: null },
  { ids: [4], name: 'null', files: { runtime: 'null' }, ask: H, expected: null },
  { ids: [5], name: 'an array', files: { runtime: '[]' }, ask: H, expected: 'error!' },
  { ids: [5], name: 'a string', files: { runtime: '"x"' }, ask: H, expected: 'error!' },
  {
    ids: [6],
    name: 'a truncated file',
    files: { runtime: '{"auths":' },
    ask: H,
    expected: 'error!',
  },
  {
    ids: [7],
    name: 'a trailing comma',
    files: { runtime: `{"auths":{"${H}":{"auth":"${auth('a')}"},}}` },
    ask: H,
    expected: 'error!',
  },
  {
    ids: [8],
    name: 'a comment',
    files: { runtime: '/*c*/{"auths":{}}' },
    ask: H,
    expected: 'error!',
  },
  {
    ids: [9],
    name: 'a byte order mark',
    files: { runtime: `\ufeff${file({ [H]: ok('a') })}` },
    ask: H,
    expected: 'error!',
  },
  {
    ids: [10],
    name: 'UTF-16',
    files: { runtime: Buffer.from(file({ [H]: ok('a') }), 'utf16le') },
    ask: H,
    expected: 'error!',
  },
  {
    ids: [11],
    name: 'a second object behind the first',
    files: { runtime: `${file({ [H]: ok('a') })}{}` },
    ask: H,
    expected: 'error!',
  },
  { ids: [12], name: 'auths null', files: { runtime: '{"auths":null}' }, ask: H, expected: null },
  {
    ids: [13],
    name: 'auths an array',
    files: { runtime: '{"auths":[]}' },
    ask: H,
    expected: 'error!',
  },
  {
    ids: [14],
    name: 'member names in capitals',
    files: { runtime: `{"AUTHS":{"${H}":{"AUTH":"${auth('caps')}"}}}` },
    ask: H,
    expected: 'caps',
  },
  {
    ids: [15],
    name: 'a key twice',
    files: {
      runtime: `{"auths":{"${H}":{"auth":"${auth('first')}"},"${H}":{"auth":"${auth('last')}"}}}`,
    },
    ask: H,
    expected: 'last',
  },
  {
    ids: [16],
    name: 'an escaped key',
    files: { runtime: `{"auths":{"127.0.0.1\\u003a5911":{"auth":"${auth('esc')}"}}}` },
    ask: '127.0.0.1:5911',
    expected: 'esc',
  },
  {
    ids: [19],
    name: 'a number for auth',
    files: runtime({ [H]: { auth: 5 } }),
    ask: H,
    expected: 'error!',
  },
];
