import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isListed, openLink } from '../../../electron/desktop/links.ts';
import { LINKS, type Link } from '../../../shared/links.ts';

async function opened(link: unknown): Promise<string[]> {
  const urls: string[] = [];
  await openLink(link as Link, async (url) => {
    urls.push(url);
  }).catch(() => {});
  return urls;
}

describe('links to the system browser (P6)', () => {
  it.each(LINKS)('opens the https page of %s', async (link) => {
    const urls = await opened(link);
    expect(urls).toHaveLength(1);
    expect(urls[0]).toMatch(/^https:\/\/[a-z.]+\//);
  });

  it('opens nothing for a word that is not in the list, and says why', async () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.constantFrom(
        'file:///etc/passwd',
        'smb://host/share',
        'ms-msdt:/id',
        'javascript:alert(1)',
        '\\\\host\\share',
        '__proto__',
        'constructor',
        'toString',
      ),
    );
    await fc.assert(
      fc.asyncProperty(hostile, async (word) => {
        expect(await opened(word)).toEqual([]);
      }),
    );
    await expect(openLink('toString' as Link, async () => {})).rejects.toMatchObject({
      code: 'LINK_REFUSED',
    });
  });

  it('opens the page of one service account, whatever its name is', async () => {
    const page = async (account: string, link: Link = 'red-hat-service-accounts') => {
      const urls: string[] = [];
      await openLink(link, async (url) => void urls.push(url), account).catch(() => {});
      return urls;
    };
    const base = 'https://access.redhat.com/terms-based-registry/token/';
    expect(await page('ci builds/1')).toEqual([`${base}ci%20builds%2F1`]);
    expect(await page('..')).toEqual([]);
    expect(await page('ci', 'github-tokens')).toEqual(['https://github.com/settings/tokens']);
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), async (name) => {
        for (const url of await page(name)) expect(url.startsWith(base)).toBe(true);
      }),
    );
  });

  it.each([
    'http://github.com/settings/tokens',
    'https://github.com:8443/',
    'https://github.com.evil.example/',
    'https://user@github.com/',
    'https://github.com\\@evil.example/',
    'https://GITHUB.com/',
    'file://github.com/etc/passwd',
    'javascript:alert(1)',
    '//github.com/',
    '',
  ])('does not take %s for a listed address', (address) => {
    expect(isListed(address)).toBe(false);
  });
});
