import type { CallsOf } from '../calls.ts';
import { explainText } from './explain-text.ts';

/** The contract's calls of the explainer. */
export function createExplainerCalls(): CallsOf<'explainer'> {
  return { 'explainer.explain': async ({ text }) => explainText(text) };
}
