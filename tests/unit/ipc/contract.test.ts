import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CALL_NAMES, type CallName, EVENT_NAMES } from '../../../shared/channels.ts';
import { schemaOf } from '../../../shared/contract.ts';
import { EVENTS } from '../../../shared/events.ts';

/** Every property name that a schema can carry, at any depth. */
function names(schema: z.ZodType): string[] {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === 'properties' && typeof value === 'object' && value !== null) {
        for (const name of Object.keys(value)) found.add(name);
      }
      visit(value);
    }
  };
  visit(z.toJSONSchema(schema, { unrepresentable: 'any' }));
  return [...found];
}

const schemas = new Map(
  await Promise.all(CALL_NAMES.map(async (name) => [name, await schemaOf(name)] as const)),
);
const inputOf = (name: CallName): z.ZodType => schemas.get(name)?.input ?? expect.fail(name);
const outputOf = (name: CallName): z.ZodType => schemas.get(name)?.output ?? expect.fail(name);

/** Every call whose schema has a field of such a name, and which. */
function fields(schemaFor: (name: CallName) => z.ZodType, what: RegExp): Record<string, string[]> {
  const all = CALL_NAMES.map((name) => [
    name,
    names(schemaFor(name)).filter((each) => what.test(each)),
  ]);
  return Object.fromEntries(all.filter(([, found]) => found?.length !== 0));
}

describe('the contract', () => {
  it('I5: no call takes a path, or an address that nobody is asked about by main', () => {
    expect(fields(inputOf, /path|file$|url|uri|address|directory|issuer|base$/i)).toEqual({
      'proxy.set': ['url'],
      // Sends nothing.
      'proxy.test': ['url'],
      'red-hat.configure': ['issuer', 'apiBase'],
    });
  });

  it('I4: a secret goes in with what needs one, and nowhere else', () => {
    expect(fields(inputOf, /secret|password|token|passphrase|^to$/i)).toEqual({
      'login.start': ['secret'],
      'proxy.set': ['password'],
      'vault.set-up': ['passphrase'],
      'vault.open': ['passphrase'],
      'vault.restore': ['passphrase'],
      'vault.change-passphrase': ['to'],
      'vault.confirm': ['passphrase'],
    });
  });

  it('I4: a text that may be full of them goes in where it is read and kept in main', () => {
    const taking = Object.keys(fields(inputOf, /^text$|^bytes$/));
    // Those two look for what is typed into a filter.
    expect(taking.filter((name) => !name.startsWith('credentials.'))).toEqual(
      expect.arrayContaining(['import.read-text', 'import.read-bytes']),
    );
  });

  it('I4: nothing that main sends has a field for one, but what the user asked to see', () => {
    // The others are a yes or a no: whether there is one.
    expect(fields(outputOf, /secret|password|token|auth$/i)).toEqual({
      'secret.reveal': ['secret'],
      'lookup.explain': ['identityToken', 'hasSecret'],
      'proxy.get': ['hasPassword'],
      'proxy.set': ['hasPassword'],
    });
    for (const name of EVENT_NAMES) {
      expect(
        names(EVENTS[name]).filter((each) => /secret|password|token|auth$/i.test(each)),
      ).toEqual([]);
    }
  });
});
