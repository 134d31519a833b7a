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

describe('the contract', () => {
  it.each(CALL_NAMES)('I5: %s takes no path and no address', (name) => {
    expect(names(inputOf(name))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/path|file$|url|uri|address|directory/i)]),
    );
  });

  it('I4: a secret goes in with the draft of a login or what is imported, a passphrase to the store, and nowhere else', () => {
    const taking = (what: RegExp) =>
      CALL_NAMES.filter((name) => names(inputOf(name)).some((each) => what.test(each)));
    expect(taking(/secret|password|token/i)).toEqual(['login.start']);
    // What is pasted or dropped to be imported may be full of them.
    expect(taking(/^text$|^bytes$/)).toEqual(expect.arrayContaining(['import.read-text']));
    expect(taking(/passphrase|^from$|^to$/i)).toEqual([
      'vault.set-up',
      'vault.open',
      'vault.change-passphrase',
      'vault.confirm',
    ]);
  });

  it('I4: nothing that main sends has a field for one', () => {
    const sent = [...CALL_NAMES.map(outputOf), ...EVENT_NAMES.map((name) => EVENTS[name])].flatMap(
      names,
    );
    // `identityToken` is a yes or a no: whether an entry holds one.
    const suspicious = sent.filter((name) => /secret|password|token|auth$/i.test(name));
    expect([...new Set(suspicious)].sort()).toEqual(
      ['hasSecret', 'identityToken'].filter((name) => sent.includes(name)),
    );
  });
});
