import {
  JsonError,
  JsonScanner,
  OPEN_BRACE,
  OPEN_BRACKET,
  placeOf,
  QUOTE,
} from '../authfile/json-scanner.ts';
import { Failure } from '../failure.ts';
import { beyond, DEPTH_MAX, DOCUMENTS_MAX, NODES_MAX } from './limits.ts';
import type { Document, Tree } from './tree.ts';

/**
 * Reads one JSON value or several after one another, as `kubectl get -o json` writes them.
 * @throws IMPORT_MALFORMED with line, column, field and reason; IMPORT_LIMIT
 */
export function readJson(text: string): Document[] {
  const scanner = new JsonScanner(text);
  const place = (offset: number) => placeOf(text, offset);
  const documents: Document[] = [];
  let nodes = 0;

  function read(depth: number): Tree {
    const code = scanner.peek();
    const start = scanner.pos;
    nodes += 1;
    if (nodes > NODES_MAX) throw beyond('nodes', place(start));
    if (depth > DEPTH_MAX) throw beyond('depth', place(start));
    if (code === QUOTE) return { type: 'text', start, text: scanner.string() };
    if (code === OPEN_BRACE) {
      const members = new Map<string, Tree>();
      const close = scanner.object((key) => {
        members.set(key, read(depth + 1));
      });
      return { type: 'map', start, end: close + 1, members };
    }
    if (code === OPEN_BRACKET) {
      const items: Tree[] = [];
      scanner.array(() => items.push(read(depth + 1)));
      return { type: 'list', start, items };
    }
    scanner.skipValue();
    return { type: 'scalar', start };
  }

  try {
    do {
      if (documents.length >= DOCUMENTS_MAX) throw beyond('documents', place(scanner.pos));
      documents.push({ root: read(0), place });
    } while (!Number.isNaN(scanner.peek()));
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new Failure('IMPORT_MALFORMED', {
      ...place(error.offset),
      // Of names in a text that does not parse nobody can say that they are no secrets.
      reason: error.reason,
    });
  }
  return documents;
}
