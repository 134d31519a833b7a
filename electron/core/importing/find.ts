import { isUtf8 } from 'node:buffer';
import { IMPORT_BYTES_MAX, IMPORT_CANDIDATES_MAX } from '../../../shared/importing.ts';
import { placeOf } from '../authfile/json-scanner.ts';
import { hostOfKey } from '../authfile/keys.ts';
import { Failure } from '../failure.ts';
import { readAuthText } from './auth-entries.ts';
import { type Findings, found, withoutNames } from './found.ts';
import { readJson } from './json-tree.ts';
import { isKubernetes, readSecrets } from './kubernetes.ts';
import { beyond } from './limits.ts';
import { isCommand, readLoginCommands } from './login-command.ts';
import { readPastedPair } from './pasted-pair.ts';
import { type Document, type MapTree, memberOf, textOf } from './tree.ts';
import { readYaml } from './yaml-tree.ts';

/** A bracket alone may be a prompt: `[me@host ~]$`. */
const JSON_START = /^\s*(?:\{|\[\s*[[{"\]\d-])/;
/** How the first line of a YAML document begins that Kubernetes has anything to do with. */
const YAML_START =
  /^(?:---|%YAML|-\s|["']?(?:apiVersion|kind|metadata|type|data|stringData|items|immutable)["']?\s*:)/;

/**
 * Finds credentials in what somebody dropped, pasted or chose, and tells what it is by its content
 * alone. Nothing is run, opened or sent.
 * @throws IMPORT_NOT_TEXT, IMPORT_LIMIT, IMPORT_MALFORMED with line and column, IMPORT_NOTHING_FOUND; in
 *   none of them a part of the text
 */
export function findCredentials(bytes: Uint8Array): Findings {
  const findings = recognise(textIn(bytes));
  if (findings.found.length > IMPORT_CANDIDATES_MAX) throw beyond('candidates');
  if (findings.found.length === 0) {
    const [fault] = findings.faults;
    throw fault === undefined
      ? new Failure('IMPORT_NOTHING_FOUND')
      : new Failure('IMPORT_MALFORMED', fault);
  }
  return findings;
}

function textIn(bytes: Uint8Array): string {
  if (bytes.byteLength > IMPORT_BYTES_MAX) throw beyond('bytes');
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
    throw new Failure('IMPORT_NOT_TEXT', { reason: 'utf-16' });
  }
  const nul = bytes.indexOf(0);
  if (nul !== -1) throw new Failure('IMPORT_NOT_TEXT', { reason: 'nul' });
  if (!isUtf8(bytes)) throw new Failure('IMPORT_NOT_TEXT', { reason: 'not-utf8' });
  // Editors on Windows put a mark in front; it means nothing here.
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('utf8')
    .replace(/^\ufeff/, '');
}

function recognise(text: string): Findings {
  if (JSON_START.test(text)) return inJson(text);
  const firstLine = firstMeaningfulLine(text);
  if (YAML_START.test(firstLine)) return inDocuments(readYaml(text), text);
  if (isCommand(text)) {
    const logins = readLoginCommands(text);
    if (logins.length > 0) return { source: 'command', found: logins, faults: [] };
  }
  const pairs = readPastedPair(text);
  return { source: 'pair', found: pairs ?? [], faults: [] };
}

function firstMeaningfulLine(text: string): string {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end === -1 ? text.length : end);
    if (line.trim() !== '' && !line.startsWith('#')) return line;
    if (end === -1) break;
    at = end + 1;
  }
  return '';
}

function inJson(text: string): Findings {
  const documents = readJson(text);
  const [first] = documents;
  if (first !== undefined && documents.length === 1) {
    const helper = fromHelper(first.root);
    if (helper !== null) return helper;
  }
  return inDocuments(documents, text);
}

function inDocuments(documents: readonly Document[], text: string): Findings {
  if (documents.some(isKubernetes)) {
    return { source: 'kubernetes', ...readSecrets(documents) };
  }
  const [first] = documents;
  const root = first?.root;
  if (root?.type !== 'map' || documents.length > 1 || !text.trimStart().startsWith('{')) {
    throw new Failure('IMPORT_NOTHING_FOUND');
  }
  return inAuthFile(root, text);
}

function inAuthFile(root: MapTree, text: string): Findings {
  try {
    const { format, entries } = readAuthText(text, null);
    return { source: format, found: entries, faults: [] };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { line, column, field, reason } = error.context;
    // Well-formed JSON of another shape is not broken: it is something else.
    if (reason === 'missing') throw new Failure('IMPORT_NOTHING_FOUND');
    throw new Failure('IMPORT_MALFORMED', {
      ...(line === undefined ? placeOf(text, root.start) : { line, column: column ?? 1 }),
      ...(field !== undefined && { field: withoutNames(field) }),
      reason: reason ?? 'wrong-type',
    });
  }
}

/** What a credential helper answers: `list` (server to user), or `get` (one credential). */
function fromHelper(root: Document['root']): Findings | null {
  if (root.type !== 'map' || root.members.size === 0) return null;
  const server = textOf(memberOf(root, 'ServerURL'));
  const secret = textOf(memberOf(root, 'Secret'));
  if (server !== null && secret !== null) {
    const username = textOf(memberOf(root, 'Username'));
    const identity = username === '<token>';
    const one = found({
      key: server,
      registry: hostOfKey(server, 'legacy-dockercfg'),
      username,
      secret,
      problem: identity
        ? 'identity-token'
        : username === null || username === ''
          ? 'no-username'
          : null,
    });
    return { source: 'helper-get', found: [one], faults: [] };
  }
  const listed: ReturnType<typeof found>[] = [];
  for (const [key, value] of root.members) {
    const username = textOf(value);
    // Names of servers have a dot or a port in them; those of an ordinary object do not.
    if (username === null || !/[.:]/.test(key) || /\s/.test(key)) return null;
    listed.push(
      found({
        key,
        registry: hostOfKey(key, 'legacy-dockercfg'),
        username: username === '' ? null : username,
        problem: 'no-secret',
      }),
    );
  }
  return { source: 'helper-list', found: listed, faults: [] };
}
