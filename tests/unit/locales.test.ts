import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TOPICS } from '../../renderer/components/help/topics.ts';
import { STOPS } from '../../renderer/components/help/tour-stops.ts';
import { AUDITED_CALLS } from '../../shared/audit.ts';
import {
  CHECK_REASONS,
  CREDENTIAL_KINDS,
  verdict as verdictSchema,
} from '../../shared/credential.ts';
import { SHAPE_CODES } from '../../shared/credential-shape.ts';
import { FINDING_CODES, FIX_WARNINGS, fixKind } from '../../shared/doctor.ts';
import { DRIFT_KINDS } from '../../shared/drift.ts';
import { ERROR_CODES } from '../../shared/errors.ts';
import { EXPORT_FORM_IDS, EXPORT_NOTES, EXPORT_TABS } from '../../shared/exporting.ts';
import { HISTORY_ACTIONS } from '../../shared/history.ts';
import { LINKS } from '../../shared/links.ts';
import { CANDIDATE_REASONS, CONSUMERS, lookupStep } from '../../shared/lookup.ts';
import { PLAINTEXT_ROLES } from '../../shared/plaintext.ts';
import { PULL_SECRET_FAULTS } from '../../shared/pull-secret.ts';
import { PULL_SECRET_PLATFORMS, PULL_SECRET_STEPS } from '../../shared/pull-secret-commands.ts';
import { KNOWN_REGISTRIES, REGISTRY_NOTES, REGISTRY_REFUSALS } from '../../shared/registry.ts';
import { RUN_STEPS } from '../../shared/run.ts';
import { LANGUAGES } from '../../shared/settings.ts';
import { entryState } from '../../shared/target.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const RENDERER = 'renderer/locales';
const HELP = 'renderer/locales/help';
const MAIN = 'electron/desktop/locales';
const PLACEHOLDER = /\{\{\w+\}\}|<\/?\w+>/g;

/** `a.b.c` -> text. */
function readWords(folder: string, language: string): Map<string, string> {
  const words = new Map<string, string>();
  const walk = (value: unknown, path: string) => {
    if (typeof value === 'string') words.set(path, value);
    else
      for (const [key, inner] of Object.entries(value ?? {}))
        walk(inner, path ? `${path}.${key}` : key);
  };
  walk(JSON.parse(readFileSync(resolve(ROOT, folder, `${language}.json`), 'utf8')), '');
  return words;
}

/** English alone has a form for one. */
function withoutSingular(words: Map<string, string>): string[] {
  return [...words.keys()].filter((key) => !key.endsWith('_one')).sort();
}

function placeholders(text: string | undefined): string[] {
  return [...new Set(text?.match(PLACEHOLDER))].sort();
}

const english = readWords(RENDERER, 'en');

describe.each([RENDERER, HELP, MAIN])('the words in %s', (folder) => {
  const reference = readWords(folder, 'en');

  it.each(LANGUAGES)('are complete in %s, with nothing left over', (language) => {
    expect(withoutSingular(readWords(folder, language))).toEqual(withoutSingular(reference));
  });

  it.each(LANGUAGES)('name the same values in %s', (language) => {
    for (const [key, text] of readWords(folder, language)) {
      expect(placeholders(text), key).toEqual(placeholders(reference.get(key)));
      expect(text.trim(), key).not.toBe('');
    }
  });
});

describe('the words of the renderer', () => {
  it('are translated: a sentence is not the English one', () => {
    for (const language of ['zh-CN', 'ja']) {
      for (const [key, text] of readWords(RENDERER, language)) {
        if (english.get(key)?.endsWith('.')) expect(text, key).not.toBe(english.get(key));
      }
    }
  });

  it('exist for every code, reason, state and step of the contract', () => {
    const wanted = [
      ...ERROR_CODES.flatMap((code) =>
        ['title', 'cause', 'remedy'].map((part) => `errors.${code}.${part}`),
      ),
      ...CHECK_REASONS.flatMap((reason) =>
        ['title', 'text', 'next'].map((part) => `check.${reason}.${part}`),
      ),
      ...CREDENTIAL_KINDS.flatMap((kind) => [`kind.${kind}.name`, `kind.${kind}.text`]),
      ...entryState.options.flatMap((state) => [`state.${state}.name`, `state.${state}.advice`]),
      ...verdictSchema.options.map((verdict) => `verdict.${verdict}`),
      ...RUN_STEPS.map((step) => `run.step.${step}`),
      ...SHAPE_CODES.map((code) => `shape.${code}`),
      ...REGISTRY_NOTES.map((note) => `registryNote.${note}`),
      ...REGISTRY_REFUSALS.map((reason) => `registryRefusal.${reason}`),
      ...KNOWN_REGISTRIES.map(({ id }) => `registries.${id}.name`),
      ...CONSUMERS.flatMap((name) => [`lookup.consumer.${name}`, `lookup.rule.${name}`]),
      ...CANDIDATE_REASONS.map((reason) => `lookup.why.${reason}`),
      ...lookupStep.shape.origin.options.map((origin) => `lookup.origin.${origin}`),
      ...lookupStep.shape.outcome.options.map((outcome) => `lookup.outcome.${outcome}`),
      ...HISTORY_ACTIONS.map((action) => `activity.action.${action}`),
      ...FINDING_CODES.flatMap((code) =>
        ['title', 'cause', 'pull'].map((part) => `doctor.finding.${code}.${part}`),
      ),
      ...fixKind.options.map((kind) => `doctor.fix.${kind}`),
      ...FIX_WARNINGS.map((code) => `doctor.warning.${code}`),
      ...AUDITED_CALLS.map((call) => `audit.action.${call.replace('.', '-')}`),
      ...PLAINTEXT_ROLES.flatMap((role) =>
        ['title', 'advice'].map((part) => `plaintext.role.${role}.${part}`),
      ),
      ...DRIFT_KINDS.map((kind) => `drift.kind.${kind}`),
      ...EXPORT_TABS.map((tab) => `export.tab.${tab}`),
      ...EXPORT_FORM_IDS.flatMap((form) => [
        `export.form.${form}.name`,
        `export.form.${form}.text`,
      ]),
      ...EXPORT_NOTES.map((note) => `export.note.${note}`),
      ...LINKS.map((link) => `link.${link}`),
      ...PULL_SECRET_FAULTS.flatMap((fault) => [
        `pullSecrets.fault.${fault}`,
        `pullSecrets.faultShort.${fault}`,
      ]),
      ...PULL_SECRET_PLATFORMS.flatMap((platform) => [
        `pullSecrets.platform.${platform}`,
        `pullSecrets.platformMeans.${platform}`,
      ]),
      ...PULL_SECRET_STEPS.map((step) => `pullSecrets.step.${step}`),
    ];
    expect(wanted.filter((key) => !english.has(key))).toEqual([]);
  });

  it('are all used, and none that is used is missing', () => {
    const used = new Set<string>();
    const missing: string[] = [];
    // Main says some of them itself, in what it hands on.
    const files = ['renderer', 'shared', 'electron/core'].flatMap((folder) =>
      readdirSync(resolve(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        join(folder, file),
      ),
    );
    for (const file of files) {
      if (!/\.tsx?$/.test(file)) continue;
      for (const key of keysIn(readFileSync(resolve(ROOT, file), 'utf8'))) {
        const pattern = new RegExp(
          `^${key.replace(/[.]/g, '\\.').replace(/\$\{[^}]*\}/g, '[^.]+')}(_one|_other)?$`,
        );
        const found = [...english.keys()].filter((known) => pattern.test(known));
        if (found.length === 0) missing.push(`${file}: ${key}`);
        for (const known of found) used.add(known);
      }
    }
    expect(missing).toEqual([]);
    expect([...english.keys()].filter((key) => !used.has(key))).toEqual([]);
  });
});

describe('the words of the help', () => {
  const help = readWords(HELP, 'en');
  const parts = (path: string) =>
    new Set(
      [...help.keys()]
        .filter((key) => key.startsWith(`${path}.`))
        .map((key) => key.slice(path.length + 1).split('.')[0]),
    );

  it('are translated: a sentence is not the English one', () => {
    for (const language of ['zh-CN', 'ja']) {
      for (const [key, text] of readWords(HELP, language)) {
        if (help.get(key)?.endsWith('.')) expect(text, key).not.toBe(help.get(key));
      }
    }
  });

  it('are all shown: each view and each term on some page, each stop in the tour', () => {
    const topics = Object.values(TOPICS);
    expect(parts('views')).toEqual(new Set(topics.map(({ view }) => view)));
    expect(parts('terms')).toEqual(new Set(topics.flatMap(({ terms }) => [...terms])));
    expect(parts('tour.stops')).toEqual(new Set(STOPS.map(({ name }) => name)));
  });

  it('are there for every page of the window', () => {
    const app = readFileSync(resolve(ROOT, 'renderer/app.tsx'), 'utf8');
    const pages = [...app.matchAll(/<Route path="([\w-]+)/g)].map(([, page]) => page);
    expect(pages).toContain('targets');
    expect(pages.filter((page) => page !== undefined && !(page in TOPICS))).toEqual([]);
  });
});

/** What a source of main takes from its words: `text.good`, `messages().notice.failed`, and words chosen by a code. */
describe('the words of main', () => {
  it('are all used', () => {
    const sources = readdirSync(resolve(ROOT, 'electron'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(resolve(ROOT, 'electron', file), 'utf8'))
      .join('\n');
    const groups = [...sources.matchAll(/\b(\w+)\[(?:\w|[.?])+\]/g)].map(([, name]) => name);
    const unused = [...readWords(MAIN, 'en').keys()].filter((key) => {
      const path = key.split('.');
      const name = path.at(-1) ?? '';
      const group = path.at(-2) ?? '';
      return !new RegExp(`[.{,]\\s*${name}\\b`).test(sources) && !groups.includes(group);
    });
    expect(unused).toEqual([]);
  });
});

/** The keys that a source file asks for; a template's parts stay as `${...}`. */
function keysIn(source: string): string[] {
  const calls = /\bt\(\s*(?:'([^']+)'|`([^`]+)`)|i18nKey="([^"]+)"/g;
  return [...source.matchAll(calls)].map(([, plain, template, attribute]) => {
    return plain ?? template ?? attribute ?? '';
  });
}
