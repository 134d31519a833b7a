import type { ErrorContext } from '../../../shared/errors.ts';
import { Failure } from '../failure.ts';
import { readAuthText } from './auth-entries.ts';
import { type Found, withoutNames } from './found.ts';
import { type Document, memberOf, type Tree, textOf } from './tree.ts';

/** The data keys of the two types of pull secret; `.dockercfg` is the older one. */
const DATA_KEYS = ['.dockerconfigjson', '.dockercfg'] as const;

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Whether a document is, or may be meant to be, an object of Kubernetes. */
export function isKubernetes({ root }: Document): boolean {
  if (root.type === 'list')
    return root.items.some((item) => textOf(memberOf(item, 'kind')) !== null);
  const names = ['apiVersion', 'kind', 'data', 'stringData', 'items'];
  return (
    textOf(memberOf(root, 'kind')) !== null ||
    (root.type === 'map' &&
      !root.members.has('auths') &&
      names.some((name) => {
        const type = root.members.get(name)?.type;
        return name === 'items'
          ? type === 'list'
          : type === 'map' && hasDataKey(root.members.get(name));
      }))
  );
}

function hasDataKey(data: Tree | undefined): boolean {
  return DATA_KEYS.some((key) => memberOf(data, key) !== undefined);
}

/**
 * The pull secrets of Kubernetes documents: Secrets alone and in Lists, `data` and `stringData`. A Secret
 * that cannot be read is a fault; the others are read all the same.
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets
 */
export function readSecrets(documents: readonly Document[]): {
  found: Found[];
  faults: ErrorContext[];
} {
  const found: Found[] = [];
  const faults: ErrorContext[] = [];
  for (const document of documents) {
    for (const object of objectsOf(document.root)) {
      const metadata = memberOf(object, 'metadata');
      const holder = [textOf(memberOf(metadata, 'namespace')), textOf(memberOf(metadata, 'name'))]
        .filter((name) => name !== null)
        .join('/')
        .slice(0, 512);
      for (const key of DATA_KEYS) {
        const value = dataOf(object, key);
        if (value === null) continue;
        try {
          const text = value.encoded
            ? decode(value.tree, value.field)
            : textIn(value.tree, value.field);
          found.push(...readAuthText(text, holder === '' ? null : holder).entries);
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          const { field = '', reason = 'wrong-type' } = error.context;
          faults.push({
            ...document.place(value.tree.start),
            field: [...new Set([value.field, withoutNames(field)])]
              .filter(Boolean)
              .join(' → ')
              .slice(0, 512),
            reason,
          });
        }
      }
    }
  }
  return { found, faults };
}

function* objectsOf(tree: Tree): Generator<Tree> {
  if (tree.type === 'list') {
    for (const item of tree.items) yield* objectsOf(item);
    return;
  }
  const items = memberOf(tree, 'items');
  if (items?.type === 'list') {
    for (const item of items.items) yield* objectsOf(item);
  } else yield tree;
}

/** `stringData` is what the API server would take where both are there. */
function dataOf(object: Tree, key: string): { tree: Tree; field: string; encoded: boolean } | null {
  for (const name of ['stringData', 'data'] as const) {
    const tree = memberOf(memberOf(object, name), key);
    if (tree !== undefined) {
      return { tree, field: `${name}[${JSON.stringify(key)}]`, encoded: name === 'data' };
    }
  }
  return null;
}

function textIn(tree: Tree, field: string): string {
  const text = textOf(tree);
  if (text === null) throw new Failure('IMPORT_MALFORMED', { field, reason: 'wrong-type' });
  return text;
}

/** Base64 as Go decodes `[]byte`: padded, line ends skipped. A folded YAML value has spaces for them. */
function decode(tree: Tree, field: string): string {
  const joined = textIn(tree, field).replaceAll(/\s/g, '');
  if (joined.length % 4 !== 0 || !BASE64.test(joined)) {
    throw new Failure('IMPORT_MALFORMED', { field, reason: 'bad-base64' });
  }
  const bytes = Buffer.from(joined, 'base64');
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) {
    throw new Failure('IMPORT_MALFORMED', { field, reason: 'not-utf8' });
  }
  return text;
}
