import { basename, dirname } from 'node:path';
import type { AuthDocument, AuthFileWarning } from '../authfile/codec.ts';
import type { Location } from '../authfile/locations.ts';
import { removeShadowedEntries } from '../authfile/repairs.ts';
import type { Host } from '../host.ts';
import { shownKey } from '../targets/shown.ts';
import { type Diagnosis, diagnose, type Fix, type Observed, octal } from './diagnosis.ts';
import type { Look } from './look.ts';
import { ownerScript } from './owner-script.ts';

const GROUP_AND_OTHERS = 0o077;
const OTHERS_WRITE = 0o002;
const STICKY = 0o1000;
/** Directories that tools make for nothing but these files; any other one is the user's to share. */
const OWN_DIRECTORIES: ReadonlySet<string> = new Set(['.docker', 'containers']);

/** What is wrong with a file as a file: its text, its links, its owner and its mode. */
export function diagnosePlace(look: Look, host: Host): Diagnosis[] {
  const found = [
    ...malformed(look),
    ...links(look),
    ...(host.platform === 'win32' ? [] : [...ownership(look, host), ...modes(look, host)]),
  ];
  const { location, document } = look;
  return [
    ...found.map((observed) => diagnose(location, observed)),
    ...(document === null ? [] : diagnoseText(location, document)),
  ];
}

/** What is odd in the text of a file that was read all the same. */
export function diagnoseText(location: Location, document: AuthDocument): Diagnosis[] {
  return document.warnings.map((warning) => diagnose(location, odd(location, warning)));
}

function malformed({ problem }: Look): Observed[] {
  if (problem?.code !== 'FILE_MALFORMED' && problem?.code !== 'FILE_TOO_LARGE') return [];
  return [{ code: 'file-malformed', severity: 'error', evidence: problem.context, fix: null }];
}

function odd(location: Location, warning: AuthFileWarning): Observed {
  const { code, line, column, field } = warning;
  const place = { line, column, ...(field === '' ? {} : { field }) };
  if (code !== 'duplicate-key') {
    return {
      code: 'file-malformed',
      severity: code === 'empty' ? 'notice' : 'warning',
      evidence: { ...place, reason: code },
      fix: null,
    };
  }
  const key = entryKey(field);
  return {
    code: 'duplicate-key',
    severity: 'warning',
    evidence: key === null ? place : { ...place, key },
    fix: key === null || warning.blocksWriting ? null : withoutShadowed(location, key),
  };
}

/** The key of `auths["quay.io"]`. */
function entryKey(field: string): string | null {
  const quoted = /^auths\[(".*")\]$/is.exec(field)?.[1];
  return quoted === undefined ? null : String(JSON.parse(quoted));
}

function withoutShadowed({ path, format }: Location, key: string): Fix {
  const change = {
    key: shownKey(key),
    action: 'remove',
    usernameBefore: null,
    usernameAfter: null,
    via: 'file',
    helper: null,
  } as const;
  return {
    kind: 'remove-entries',
    changes: [change],
    warnings: [],
    patch: (bytes) => removeShadowedEntries(bytes, format, key, path),
  };
}

function links({ location, link, file }: Look): Observed[] {
  const found: Observed[] = [];
  if (link !== null) {
    found.push({
      code: file === null ? 'symlink-dangling' : 'symlink',
      severity: file === null ? 'warning' : 'notice',
      evidence: { path: file?.path ?? location.path, reason: link },
      fix: null,
    });
  } else if (file !== null && dirname(file.path) !== dirname(location.path)) {
    const severity = 'notice';
    found.push({ code: 'symlink', severity, evidence: { path: file.path }, fix: null });
  }
  if (file?.info.isFile() === true && file.info.nlink > 1) {
    found.push({
      code: 'hard-linked',
      severity: 'warning',
      evidence: { path: file.path, reason: String(file.info.nlink) },
      fix: null,
    });
  }
  return found;
}

/** Root's `sudo docker login` in a user's home leaves what the user cannot write any more. */
function ownership({ location, directory, file }: Look, host: Host): Observed[] {
  if (location.needsRoot) return [];
  const found: Observed[] = [];
  const judge = (place: Look['file'], subject: 'file' | 'directory') => {
    if (place === null || place.info.uid === host.uid) return;
    const { uid } = place.info;
    found.push({
      code: uid === 0 ? 'owned-by-root' : 'owned-by-another',
      severity: 'error',
      evidence: { path: place.path, reason: String(uid) },
      fix: givingBack(place.path, subject, uid, host.uid),
    });
  };
  if (file?.info.isFile() === true) judge(file, 'file');
  if (directory !== null && isOwn(directory.path)) judge(directory, 'directory');
  return found;
}

function givingBack(
  path: string,
  subject: 'file' | 'directory',
  from: number,
  to: number,
): Fix | null {
  // A script is there to be read, and such a name cannot be.
  if (/\p{Cc}/u.test(path)) return null;
  const text = ownerScript({ path, subject, from, to });
  return { kind: 'script', name: `take-back-${basename(path)}`, text };
}

function modes({ file, directory }: Look, host: Host): Observed[] {
  const found: Observed[] = [];
  if (file?.info.isFile() === true && (file.info.mode & GROUP_AND_OTHERS) !== 0) {
    const change = { path: file.path, ...tightened(file.info.mode) };
    found.push({
      code: 'mode-too-wide',
      severity: 'warning',
      evidence: { path: file.path, reason: change.before },
      fix: tightening('file', change, file, host),
    });
  }
  if (directory === null) return found;
  const { mode } = directory.info;
  const exchangeable = (mode & OTHERS_WRITE) !== 0 && (mode & STICKY) === 0;
  const own = isOwn(directory.path);
  if (exchangeable || (own && (mode & GROUP_AND_OTHERS) !== 0)) {
    const change = { path: directory.path, ...tightened(mode) };
    found.push({
      code: 'directory-too-wide',
      severity: exchangeable ? 'error' : 'notice',
      evidence: { path: directory.path, reason: change.before },
      fix: own ? tightening('directory', change, directory, host) : null,
    });
  }
  return found;
}

function tightening(
  subject: 'file' | 'directory',
  change: { path: string; before: string; after: string },
  { info }: { info: { dev: number; ino: number; uid: number } },
  host: Host,
): Fix | null {
  if (info.uid !== host.uid) return null;
  return { kind: 'tighten-mode', subject, change, dev: info.dev, ino: info.ino };
}

function tightened(mode: number): { before: string; after: string } {
  return { before: octal(mode), after: octal(mode & 0o7700) };
}

function isOwn(directory: string): boolean {
  return OWN_DIRECTORIES.has(basename(directory));
}
