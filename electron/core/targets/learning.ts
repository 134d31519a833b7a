import { Failure } from '../failure.ts';
import type { Log } from '../log.ts';
import type { Secret } from '../secret.ts';

/**
 * Fetches secrets from the store in the background, one at a time and without a prompt, for entries that
 * cannot be compared until it has. A store that is locked or out of reach is left in peace until `retry`:
 * a list that is read again must not knock each time.
 */
export class Learning {
  readonly #wanted = new Set<string>();
  /** Asked for in vain; the store has nothing for them. */
  readonly #absent = new Set<string>();
  #running = false;
  #silent = false;

  constructor(
    private readonly read: (credentialId: string) => Promise<Secret>,
    private readonly learnt: (credentialId: string, secret: Secret) => void,
    /** Something was learnt: what was shown as unknown can be said now. */
    private readonly changed: () => void,
    private readonly log: Log,
  ) {}

  wish(credentialIds: Iterable<string>): void {
    for (const id of credentialIds) if (!this.#absent.has(id)) this.#wanted.add(id);
    if (!this.#running && !this.#silent) void this.#run();
  }

  /** The store may answer now. */
  retry(): void {
    this.#silent = false;
    this.#absent.clear();
    this.wish([]);
  }

  /** Learns nothing more, not even what is on its way, until `retry`. */
  stop(): void {
    this.#silent = true;
    this.#wanted.clear();
  }

  async #run(): Promise<void> {
    this.#running = true;
    let learnt = 0;
    for (const id of this.#wanted) {
      try {
        const secret = await this.read(id);
        if (this.#silent) break;
        this.learnt(id, secret);
        learnt++;
      } catch (error) {
        const code = error instanceof Failure ? error.code : null;
        if (code === 'STORE_SECRET_MISSING') this.#absent.add(id);
        else if (code !== 'CREDENTIAL_UNKNOWN') {
          this.#silent = true;
          this.log.info('targets.not-compared', { error });
          break;
        }
      }
      this.#wanted.delete(id);
    }
    this.#running = false;
    if (learnt > 0) this.changed();
  }
}
