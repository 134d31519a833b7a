import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readManagedSettings } from '../../electron/desktop/managed-settings.ts';
import { TOPICS } from '../../renderer/components/help/topics.ts';
import { settings } from '../../shared/settings.ts';
import { VIEW_PATHS } from '../../shared/views.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(resolve(ROOT, path), 'utf8');
const manual = readdirSync(resolve(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
const PAGES_WITHOUT_ONE = new Map([
  // The page is part of another one's.
  ['found', 'overview.md'],
  ['', 'credentials.md'],
]);

const words = z
  .object({ errors: z.record(z.string(), z.object({ title: z.string() })) })
  .parse(JSON.parse(read('renderer/locales/en.json')));
const titles = new Set(Object.values(words.errors).map(({ title }) => title));

/** What a heading is called in a link. @see https://docs.github.com "Basic writing and formatting syntax" */
const anchorsOf = (text: string) =>
  new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, '')
        .replaceAll(' ', '-'),
    ),
  );

describe('the manual', () => {
  it('has a page for every page of the window, which the README links', () => {
    const pages = Object.keys(TOPICS).map((path) => PAGES_WITHOUT_ONE.get(path) ?? `${path}.md`);
    expect(pages.filter((page) => !manual.includes(page))).toEqual([]);
    const readme = read('README.md');
    expect(manual.filter((page) => !readme.includes(`(docs/${page})`))).toEqual([]);
  });

  it.each(manual)('%s has its parts', (page) => {
    const text = read(`docs/${page}`);
    expect(text).toMatch(new RegExp(`^# ${page.replace('.md', '')}\n\n\\*\\*NAME\\*\\* – `));
    expect(text).toContain('\n## What it never does\n');
    expect(text).toContain('\n## Errors\n');
    expect(text).toContain('\n## See also\n');
  });

  it.each([...manual.map((page) => `docs/${page}`), 'README.md'])('%s leads somewhere', (page) => {
    for (const [, path = '', anchor] of read(page).matchAll(
      /\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g,
    )) {
      const file = path === '' ? resolve(ROOT, page) : resolve(ROOT, dirname(page), path);
      expect(existsSync(file), `${page}: ${path}`).toBe(true);
      if (anchor !== undefined) {
        expect(anchorsOf(readFileSync(file, 'utf8')), `${page}: ${path}#${anchor}`).toContain(
          anchor,
        );
      }
    }
  });

  it.each(manual)('%s quotes errors as the window says them', (page) => {
    const errors = read(`docs/${page}`).split('\n## Errors\n')[1]?.split('\n## ')[0] ?? '';
    const quoted = [
      ...[...errors.matchAll(/(?<!\*)\*([^*\n]+)\*(?!\*)/g)].map(([, text = '']) => text),
      ...[...errors.matchAll(/^\| ([^|]+) \|/gm)].map(([, text = '']) => text),
    ].filter((text) => !/^(?:message|-+)$/.test(text));
    expect(quoted.filter((text) => !titles.has(text))).toEqual([]);
  });

  it('names every document that the app keeps', () => {
    const vault = read('docs/vault.md');
    const names = [...read('electron/core/storage.ts').matchAll(/^ {2}\| '([\w-]+)'/gm)].map(
      ([, name = '']) => name,
    );
    expect(names).toContain('index');
    expect(names.filter((name) => !vault.includes(`\`${name}.json\``))).toEqual([]);
  });

  it('names every view and action of the command line', () => {
    const text = read('docs/command-line.md');
    const actions = ['check-all', 'put-back', 'lock'];
    const wanted = [...Object.keys(VIEW_PATHS), ...actions];
    expect(wanted.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it('shows settings of an administrator that count', async () => {
    const json = /```json\n([^`]+)```/.exec(read('docs/settings.md'))?.[1] ?? '';
    const directory = await mkdtemp(join(tmpdir(), 'pullkeeper-docs-'));
    try {
      const path = join(directory, 'settings.json');
      await writeFile(path, json, { mode: 0o600 });
      const { values, problem } = readManagedSettings(path, process.getuid?.());
      expect(problem).toBeNull();
      expect(Object.keys(values).sort()).toEqual(Object.keys(settings.shape).sort());
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
