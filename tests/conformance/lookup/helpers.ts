import { answers, found, H, type LookupRow, notFound, ok, runtime } from './row.ts';

/** Helpers of auth.json. */
export const HELPERS: readonly LookupRow[] = [
  {
    ids: [104],
    name: 'a helper for the host',
    files: runtime({ [H]: ok('file') }, { credHelpers: { [H]: 'stub' } }),
    helper: found,
    ask: H,
    expected: 'helped',
  },
  {
    ids: [104],
    name: 'a helper with nothing, and an entry in the file',
    files: runtime({ [H]: ok('file') }, { credHelpers: { [H]: 'stub' } }),
    helper: notFound,
    ask: H,
    expected: null,
  },
  {
    ids: [102],
    name: 'a helper that prints no JSON',
    files: runtime({}, { credHelpers: { [H]: 'stub' } }),
    helper: answers('stub', 'echo nonsense'),
    ask: H,
    expected: 'error!',
  },
  {
    ids: [81],
    name: 'a helper that is not installed',
    files: runtime({}, { credHelpers: { [H]: 'absent' } }),
    ask: H,
    expected: 'error!',
  },
];
