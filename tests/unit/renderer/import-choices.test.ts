import { describe, expect, it } from 'vitest';
import {
  choiceList,
  choose,
  firstChoices,
  tally,
} from '../../../renderer/features/import/choices.ts';
import type { ImportCandidate } from '../../../shared/importing.ts';

function candidate(id: string, about: Partial<ImportCandidate>): ImportCandidate {
  return {
    id,
    key: null,
    registry: 'quay.io',
    namespace: null,
    username: 'u',
    kind: 'other',
    holder: null,
    shell: null,
    issuedAt: null,
    expiresAt: null,
    problem: null,
    conflict: 'new',
    otherUsers: [],
    rivals: [],
    sharesWithConnect: false,
    ...about,
  };
}

describe('the candidates that are ticked', () => {
  it('at first are the new ones: what replaces something waits for a word, a problem cannot be', () => {
    const candidates = [
      candidate('new', {}),
      candidate('beside', { conflict: 'other-user' }),
      candidate('same', { conflict: 'same' }),
      candidate('different', { conflict: 'different' }),
      candidate('undecided', { conflict: 'undecided' }),
      candidate('broken', { conflict: null, problem: 'no-colon' }),
    ];
    expect([...firstChoices(candidates).keys()]).toEqual(['new', 'beside']);
  });

  it('are one of several secrets for one user', () => {
    const candidates = [candidate('a', { rivals: ['b'] }), candidate('b', { rivals: ['a'] })];
    const first = firstChoices(candidates);
    expect([...first.keys()]).toEqual(['a']);
    const other = choose(first, candidates, 'b', true);
    expect([...other.keys()]).toEqual(['b']);
    expect([...choose(other, candidates, 'b', false).keys()]).toEqual([]);
  });

  it('go to main in the order of the text', () => {
    const candidates = [candidate('a', {}), candidate('b', {})];
    const choices = choose(choose(new Map(), candidates, 'b', true), candidates, 'a', true);
    expect(choiceList(choices, candidates).map(({ candidateId }) => candidateId)).toEqual([
      'a',
      'b',
    ]);
  });
});

describe('what was found', () => {
  it('is counted: what can be imported, what cannot, and the objects that hold it', () => {
    const candidates = [
      candidate('a', { holder: 'ns/one' }),
      candidate('b', { holder: 'ns/one', conflict: 'same' }),
      candidate('c', { holder: 'ns/two', registry: null, conflict: null }),
      candidate('d', { holder: 'ns/two', problem: 'bad-base64', conflict: null }),
    ];
    expect(tally(candidates)).toEqual({ usable: 3, refused: 1, holders: 2 });
    expect(tally([candidate('a', {})])).toEqual({ usable: 1, refused: 0, holders: 1 });
  });
});
