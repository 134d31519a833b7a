/**
 * The keychain, in a process of its own: keytar dies on a locked keyring and hangs while a prompt shows,
 * and what imports this file does not. One request at a time; the vault that sends them owns the time limit
 * and ends this process when it runs out.
 *
 * Runs as an Electron utility process and, in tests, under `child_process.fork`.
 */
import {
  openSecretService,
  type SecretService,
  type StoreView,
} from './core/vault/secret-service.ts';
import {
  type Fault,
  isWorkerRequest,
  KEYCHAIN_SERVICE,
  SENTINEL_ACCOUNT,
  type WorkerReply,
  type WorkerRequest,
} from './core/vault/worker-protocol.ts';

const DETAIL_LENGTH = 500;
/** Where the store cannot be asked whether it prompts, a call that takes this long is taken for one. */
const SUSPECT_PROMPT_MS = 1000;
const PLATFORM_BACKENDS: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Keychain',
  win32: 'Credential Manager',
};

class StoreFault extends Error {
  constructor(
    readonly fault: Fault,
    detail: string,
  ) {
    super(detail);
  }
}

type Keytar = typeof import('keytar');

/** Loaded at the first request, so that a machine without libsecret gets an answer, not a dead worker. */
let keytarModule: Keytar | null = null;
let secretService: SecretService | null = null;

async function loadKeytar(): Promise<Keytar> {
  keytarModule ??= (await import('keytar')).default as Keytar;
  return keytarModule;
}

/** @throws StoreFault unreachable */
function inspect(): StoreView {
  const name = PLATFORM_BACKENDS[process.platform];
  if (name !== undefined) return { state: 'unlocked', collection: null, backendName: name };
  secretService ??= openSecretService();
  return secretService.inspect();
}

/** One request; what it learns of the store on the way goes into the reply even when it fails. */
class Job {
  backendName: string | null = null;
  storeId: string | null = null;
  /** Whether the credential's item may have been changed. */
  touched = false;
  #announced = false;

  constructor(
    private readonly request: WorkerRequest,
    private readonly keytar: Keytar,
    private readonly announce: (backendName: string) => void,
  ) {}

  async run(): Promise<string | boolean | null> {
    const { request } = this;
    const view = this.#inspect();
    if (request.op === 'inspect') {
      await this.#look(view);
      return null;
    }
    if (request.op === 'lock') {
      this.#lock(view);
      return null;
    }
    await this.#open(view);
    await this.#knowStore();
    switch (request.op) {
      case 'get':
        return this.#get(request.account);
      case 'set':
        return this.#set(request.account, request.secret);
      case 'delete':
        return this.#delete(request.account);
      default:
        return null;
    }
  }

  #inspect(): StoreView {
    const view = inspect();
    this.backendName = view.backendName;
    return view;
  }

  /** Looks without touching: no prompt, no sentinel written. */
  async #look(view: StoreView): Promise<void> {
    if (view.state !== 'unlocked') throw closed(view);
    this.storeId = await this.#read(SENTINEL_ACCOUNT);
    const { expectedStore } = this.request;
    if (expectedStore !== null && this.storeId !== expectedStore) throw this.#otherStore();
  }

  /** Where the platform's keychain cannot be locked by a program, it stays as it is. */
  #lock(view: StoreView): void {
    if (view.state === 'unlocked' && view.collection !== null) {
      secretService?.lock(view.collection);
    }
    const now = this.#inspect();
    if (now.state !== 'unlocked') throw closed(now);
  }

  /** Has the store unlocked, or a collection made in it, if the request may prompt. */
  async #open(view: StoreView): Promise<void> {
    if (view.state === 'unlocked') return;
    const canCreate = this.request.op !== 'get' && this.request.op !== 'delete';
    if (view.collection === null && !canCreate) throw closed(view);
    if (!this.request.mayPrompt) throw closed(view);
    if (secretService?.canPrompt(view) !== true) throw closed(view, 'and no prompt can show');
    this.#prompting();
    // Without a collection, the sentinel that is written next has libsecret ask for a new one.
    if (view.collection === null) return;
    if (!(await secretService.unlock(view.collection))) {
      throw new StoreFault('dismissed', 'The prompt was dismissed');
    }
  }

  #prompting(): void {
    if (this.#announced) return;
    this.#announced = true;
    this.announce(this.backendName ?? '');
  }

  /** "Not found" means something in this store alone: the one whose sentinel we know. */
  async #knowStore(): Promise<void> {
    const { expectedStore, newStore, op } = this.request;
    const found = await this.#read(SENTINEL_ACCOUNT);
    if (found === null && (expectedStore === null || op === 'adopt')) {
      await this.#write(SENTINEL_ACCOUNT, newStore);
      this.storeId = newStore;
      return;
    }
    if (found === null || (found !== expectedStore && expectedStore !== null && op !== 'adopt')) {
      throw this.#otherStore();
    }
    this.storeId = found;
  }

  /** A daemon that died under our hands comes back locked and empty: that is not another store. */
  #otherStore(): StoreFault {
    const view = this.#inspect();
    return view.state === 'unlocked'
      ? new StoreFault('other-store', 'The item that marks our store is not in it')
      : closed(view);
  }

  /** Asked again before an answer that rests on it. */
  async #sameStore(): Promise<void> {
    if ((await this.#read(SENTINEL_ACCOUNT)) !== this.storeId) throw this.#otherStore();
  }

  async #get(account: string): Promise<string | null> {
    const secret = await this.#read(account);
    if (secret === null) await this.#sameStore();
    return secret;
  }

  async #set(account: string, secret: string): Promise<null> {
    this.touched = true;
    await this.#write(account, secret);
    return null;
  }

  async #delete(account: string): Promise<boolean> {
    this.touched = true;
    const removed = await this.#patiently(this.keytar.deletePassword(KEYCHAIN_SERVICE, account));
    if ((await this.#read(account)) !== null) {
      throw new StoreFault('mismatch', 'What was deleted can still be read');
    }
    await this.#sameStore();
    return removed;
  }

  #read(account: string): Promise<string | null> {
    return this.#patiently(this.keytar.getPassword(KEYCHAIN_SERVICE, account));
  }

  async #write(account: string, secret: string): Promise<void> {
    try {
      await this.#patiently(this.keytar.setPassword(KEYCHAIN_SERVICE, account, secret));
    } catch (cause) {
      const view = this.#inspect();
      if (view.state === 'unlocked') throw cause;
      throw this.#announced ? new StoreFault('dismissed', messageOf(cause)) : closed(view);
    }
    if ((await this.#read(account)) === secret) return;
    const view = this.#inspect();
    if (view.state !== 'unlocked') throw closed(view);
    throw new StoreFault('mismatch', 'What was read back is not what was written');
  }

  async #patiently<T>(call: Promise<T>): Promise<T> {
    if (process.platform === 'linux' || !this.request.mayPrompt) return call;
    const timer = setTimeout(() => this.#prompting(), SUSPECT_PROMPT_MS);
    try {
      return await call;
    } finally {
      clearTimeout(timer);
    }
  }
}

function closed(view: StoreView, more = ''): StoreFault {
  return view.state === 'no-collection'
    ? new StoreFault('no-collection', `There is no default collection ${more}`.trim())
    : new StoreFault('locked', `The default collection is locked ${more}`.trim());
}

/** "Locked" promises that nothing was changed. A store that went away in the middle is out of reach instead. */
function faultOf(cause: unknown, touched: boolean): Fault {
  if (!(cause instanceof StoreFault)) return 'unreachable';
  return touched && cause.fault !== 'mismatch' ? 'unreachable' : cause.fault;
}

function messageOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return (text.split('\n')[0] ?? '').slice(0, DETAIL_LENGTH);
}

async function handle(request: WorkerRequest): Promise<WorkerReply> {
  const { id } = request;
  let job: Job | null = null;
  try {
    const announce = (backendName: string) => send({ id, type: 'prompt', backendName });
    job = new Job(request, await loadKeytar(), announce);
    const value = await job.run();
    const backendName = job.backendName ?? '';
    return { id, type: 'done', backendName, storeId: job.storeId, value };
  } catch (cause) {
    return {
      id,
      type: 'fault',
      backendName: job?.backendName ?? null,
      fault: faultOf(cause, job?.touched === true),
      detail: messageOf(cause),
    };
  }
}

/** Electron's utility process; its types come with Electron, which this file does not import. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}
const { parentPort } = process as { parentPort?: ParentPort };

function send(reply: WorkerReply): void {
  if (parentPort) parentPort.postMessage(reply);
  else process.send?.(reply);
}

/** Not `process.exit`: that waits for native calls, and one that waits for a prompt does not end. */
function endAtOnce(): void {
  process.kill(process.pid, 'SIGKILL');
}

let last: Promise<void> = Promise.resolve();

function receive(message: unknown): void {
  if (!isWorkerRequest(message)) return;
  last = last.then(async () => send(await handle(message)));
}

if (parentPort) {
  parentPort.on('message', (event) => receive(event.data));
} else {
  process.on('message', receive);
  process.on('disconnect', endAtOnce);
}
