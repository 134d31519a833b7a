#!/usr/bin/env node
/**
 * Stands in for fpm, which electron-builder would download: takes fpm's arguments for a .deb and has dpkg-deb make it.
 * @see https://fpm.readthedocs.io/en/latest/cli-reference.html
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

/** @type {{type: 'string'}} */
const string = { type: 'string' };
const { values, positionals: mappings } = parseArgs({
  allowPositionals: true,
  options: {
    source: { type: 'string', short: 's' },
    target: { type: 'string', short: 't' },
    depends: { type: 'string', short: 'd', multiple: true, default: [] },
    'deb-recommends': { type: 'string', multiple: true, default: [] },
    'deb-compression': string,
    'deb-priority': string,
    force: { type: 'boolean' },
    architecture: string,
    'after-install': string,
    'after-remove': string,
    description: string,
    version: string,
    package: string,
    name: string,
    maintainer: string,
    vendor: string,
    url: string,
    category: string,
    license: string,
  },
});
if (values.source !== 'dir' || values.target !== 'deb') {
  throw new Error(`only from a directory to a .deb, not ${values.source} to ${values.target}`);
}

// dpkg-deb packs modes as they are.
process.umask(0o022);
const stage = mkdtempSync(join(tmpdir(), 'pullkeeper-deb-'));
try {
  chmodSync(stage, 0o755);
  for (const mapping of mappings) {
    const at = mapping.lastIndexOf('=');
    copy(mapping.slice(0, at), join(stage, mapping.slice(at + 1)));
  }
  writeControl(join(stage, 'DEBIAN'));
  // gz is asked for to be quick.
  const compression = values['deb-compression'] === 'gz' ? ['-Zgzip', '-z1'] : ['-Zxz'];
  execFileSync(
    'dpkg-deb',
    ['--root-owner-group', ...compression, '--build', stage, must('package')],
    { stdio: 'inherit' },
  );
} finally {
  rmSync(stage, { recursive: true, force: true });
}

/** @param {string} source a file, or a directory whose content is meant @param {string} target */
function copy(source, target) {
  const directory = statSync(source).isDirectory();
  mkdirSync(directory ? target : dirname(target), { recursive: true });
  // cp keeps the set-user-id bit of the sandbox helper.
  execFileSync('cp', ['-a', directory ? `${source}/.` : source, target]);
  if (!directory) chmodSync(target, 0o644);
}

/** @param {string} directory */
function writeControl(directory) {
  mkdirSync(directory);
  const kibibytes = execFileSync('du', ['-sk', '--apparent-size', stage], { encoding: 'utf8' });
  const fields = {
    Package: must('name'),
    Version: must('version'),
    Architecture: must('architecture'),
    Maintainer: must('maintainer'),
    'Installed-Size': kibibytes.split('\t')[0],
    Depends: values.depends.join(', '),
    Recommends: values['deb-recommends'].join(', '),
    Section: values.category ?? 'misc',
    Priority: values['deb-priority'] ?? 'optional',
    Description: must('description'),
  };
  const lines = Object.entries(fields)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}\n`);
  writeFileSync(join(directory, 'control'), lines.join(''));
  for (const [script, option] of /** @type {const} */ ([
    ['postinst', 'after-install'],
    ['postrm', 'after-remove'],
  ])) {
    copyFileSync(must(option), join(directory, script));
    chmodSync(join(directory, script), 0o755);
  }
}

/** @param {Exclude<keyof typeof values, 'depends' | 'deb-recommends' | 'force'>} option */
function must(option) {
  const value = values[option];
  if (value === undefined) throw new Error(`--${option} is missing`);
  return value;
}
