import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseAllDocuments,
} from 'yaml';
import { Failure } from '../failure.ts';
import { beyond, DEPTH_MAX, DOCUMENTS_MAX, NODES_MAX } from './limits.ts';
import type { Document, Tree } from './tree.ts';

/**
 * Reads YAML documents without making anything of them: no tags, no merge keys, no aliases, and every
 * plain value is the text that it is (`0123` stays `0123`).
 * @throws IMPORT_MALFORMED with line, column and reason; IMPORT_LIMIT
 * @see https://yaml.org/spec/1.2.2/#101-failsafe-schema
 */
export function readYaml(text: string): Document[] {
  const lines = new LineCounter();
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const parsed = parse(text, lines);
  if (!Array.isArray(parsed)) return [];
  if (parsed.length > DOCUMENTS_MAX) throw beyond('documents');
  let nodes = 0;

  function convert(node: ParsedNode | null, depth: number): Tree {
    const start = node?.range[0] ?? 0;
    nodes += 1;
    if (nodes > NODES_MAX) throw beyond('nodes', place(start));
    if (depth > DEPTH_MAX) throw beyond('depth', place(start));
    if (isAlias(node)) throw beyond('aliases', place(start));
    if (isMap(node)) {
      const members = new Map<string, Tree>();
      for (const { key, value } of node.items) {
        // A name that is not a plain value is nothing that Kubernetes knows.
        if (isScalar(key) && typeof key.value === 'string') {
          members.set(key.value, convert(value, depth + 1));
        } else convert(value, depth + 1);
      }
      return { type: 'map', start, end: node.range[1], members };
    }
    if (isSeq(node)) {
      return { type: 'list', start, items: node.items.map((item) => convert(item, depth + 1)) };
    }
    if (isScalar(node) && typeof node.value === 'string') {
      return { type: 'text', start, text: node.value };
    }
    return { type: 'scalar', start };
  }

  return parsed.map((document) => {
    const [error] = document.errors;
    if (error !== undefined) {
      // Its message may quote the text; its code does not.
      const reason = error.code.toLowerCase().replaceAll('_', '-');
      if (error.code === 'RESOURCE_EXHAUSTION') throw beyond('depth', place(error.pos[0]));
      throw new Failure('IMPORT_MALFORMED', { ...place(error.pos[0]), reason });
    }
    return { root: convert(document.contents, 0), place };
  });
}

function parse(text: string, lineCounter: LineCounter) {
  try {
    return parseAllDocuments(text, {
      schema: 'failsafe',
      version: '1.2',
      // Looking for a name twice takes the square of their number; nothing here hangs on it.
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
      lineCounter,
    });
  } catch (error) {
    // It goes down into the text by recursion.
    if (error instanceof RangeError) throw beyond('depth');
    throw error;
  }
}
