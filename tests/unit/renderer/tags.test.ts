import { expect, it } from 'vitest';
import { tagsIn } from '../../../renderer/features/credentials/tags.ts';

it('takes tags apart at the commas of every script, each once and as it was written first', () => {
  expect(tagsIn(' Prod, eu-west，夜间、prod ,, ')).toEqual(['Prod', 'eu-west', '夜间']);
  expect(tagsIn('')).toEqual([]);
  expect(tagsIn('x'.repeat(60))).toEqual(['x'.repeat(50)]);
  expect(tagsIn(Array.from({ length: 30 }, (_each, at) => `t${at}`).join())).toHaveLength(20);
});
