import { readFirstPaint } from '../shared/first-paint.ts';
import { relativeFormat } from './formats.ts';
import { loadWords, resolveLanguage } from './words.ts';

// A small script of its own, which runs while that of the first screen is still on its way: it asks for
// the words, and makes what takes long to make.
const language = resolveLanguage(
  readFirstPaint(window.location.search).language,
  navigator.languages,
);
void loadWords(language);
relativeFormat(language);
