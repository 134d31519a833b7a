import { request } from 'node:http';
import { parseHostAndPort } from '../../../shared/host-name.ts';
import { loopbackOf } from '../plain-http.ts';

const LIMIT_MS = 1_000;
/** What a registry answers to `/v2/`: open, or asking for a login. */
const REGISTRY_STATUSES: readonly number[] = [200, 401];

/**
 * Whether a registry on this very machine speaks plain HTTP, as test registries do. It is asked without a
 * credential, and only at a loopback address: nothing leaves the machine.
 * @param registry `host[:port]`
 */
export async function isLocalPlainHttp(registry: string, signal?: AbortSignal): Promise<boolean> {
  const hostname = loopbackOf(registry);
  const parsed = parseHostAndPort(registry);
  if (hostname === null || !parsed.ok) return false;
  return new Promise((resolve) => {
    const asked = request(
      { hostname, port: parsed.port ?? 80, path: '/v2/', headers: { host: registry }, signal },
      (response) => {
        response.resume();
        resolve(REGISTRY_STATUSES.includes(response.statusCode ?? 0));
      },
    );
    asked.setTimeout(LIMIT_MS, () => asked.destroy());
    asked.on('error', () => resolve(false));
    asked.end();
  });
}
