import { CONSUMERS, type Explanation } from '../../../shared/lookup.ts';
import { parseRegistry } from '../../../shared/registry.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { lookupOnMachine, type MachineOptions } from './machine.ts';
import { resolve } from './resolve.ts';
import { installedVersions } from './tool-versions.ts';

/**
 * Which credential every kind of tool on this machine would use for one image.
 * @param text a registry, an image reference, or a URL, as `parseRegistry` takes it
 * @param stores what registries.conf says, where it is read already
 * @throws REGISTRY_INVALID; CANCELLED
 */
export async function explain(
  host: Host,
  text: string,
  { signal, stores }: MachineOptions = {},
): Promise<Explanation> {
  const parsed = parseRegistry(text);
  if (!parsed.ok) throw new Failure('REGISTRY_INVALID', { reason: parsed.reason });
  const { registry, repository } = parsed;
  const world = lookupOnMachine(host, await installedVersions(host), { signal, stores });
  const resolutions = await Promise.all(
    CONSUMERS.map((consumer) => resolve(world, consumer, { registry, repository })),
  );
  signal?.throwIfAborted();
  return { registry, repository, resolutions };
}
