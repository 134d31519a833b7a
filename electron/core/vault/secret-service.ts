import { readFileSync } from 'node:fs';
import koffi from 'koffi';

/**
 * What keytar cannot say about the Secret Service: whether there is a collection to keep secrets in, whether
 * it is locked, and what owns the name. keytar answers "not found" for a locked one, dies in
 * `findCredentials`, and waits without limit while a prompt shows.
 *
 * It speaks D-Bus through the GLib that libsecret brings along, afresh each time: libsecret's own proxies
 * keep the properties of the day they were made, as no main loop runs here that would update them.
 * @see https://specifications.freedesktop.org/secret-service-spec/latest/
 */

const SECRETS = 'org.freedesktop.secrets';
const SERVICE_PATH = '/org/freedesktop/secrets';
const NO_OBJECT = '/';
const BUS = 'org.freedesktop.DBus';
const BUS_PATH = '/org/freedesktop/DBus';
const G_BUS_TYPE_SESSION = 2;

export interface StoreView {
  readonly state: 'unlocked' | 'locked' | 'no-collection';
  /** D-Bus object path of the default collection; null when there is none. */
  readonly collection: string | null;
  /** `Secret Service (gnome-keyring)`. */
  readonly backendName: string;
}

export interface SecretService {
  /** Some 0.4 ms a question, three questions. @throws Error with what the bus said. */
  inspect(): StoreView;
  /** Whether a prompt would show. False only where that is certain. */
  canPrompt(view: StoreView): boolean;
  /**
   * Shows the service's prompt and waits for it without limit. False: dismissed. It cannot be taken away again:
   * gnome-keyring 42 dies of `Prompt.Dismiss`, and comes back locked.
   */
  unlock(collection: string): Promise<boolean>;
  /** For every program: the collection is the desktop's, not ours. Needs no prompt. @throws Error with what the bus said. */
  lock(collection: string): void;
}

type Pointer = unknown;
interface GError {
  domain: number;
  code: number;
  message: string;
}

/** @throws Error where GLib, libsecret or the session bus is missing. */
export function openSecretService(): SecretService {
  const glib = koffi.load('libglib-2.0.so.0');
  const gio = koffi.load('libgio-2.0.so.0');
  const gobject = koffi.load('libgobject-2.0.so.0');
  const libsecret = koffi.load('libsecret-1.so.0');

  const gError = koffi.struct({ domain: 'uint32', code: 'int', message: 'str' });
  const errorOut = koffi.out(koffi.pointer(koffi.pointer(gError)));
  const free = glib.func('g_free', 'void', ['void *']);
  const freeError = glib.func('g_error_free', 'void', ['void *']);
  const freeTexts = glib.func('g_strfreev', 'void', ['void *']);
  const ownedText = koffi.disposable('str', free);
  const parse = glib.func('g_variant_parse', 'void *', [
    'void *',
    'str',
    'void *',
    'void *',
    'void *',
  ]);
  const print = glib.func('g_variant_print', ownedText, ['void *', 'int']);
  const unref = glib.func('g_variant_unref', 'void', ['void *']);
  const unrefObject = gobject.func('g_object_unref', 'void', ['void *']);
  const busGet = gio.func('g_bus_get_sync', 'void *', ['int', 'void *', errorOut]);
  const setExitOnClose = gio.func('g_dbus_connection_set_exit_on_close', 'void', ['void *', 'int']);
  const callSync = gio.func('g_dbus_connection_call_sync', 'void *', [
    'void *',
    'str',
    'str',
    'str',
    'str',
    'void *',
    'void *',
    'int',
    'int',
    'void *',
    errorOut,
  ]);
  const secretServiceGet = libsecret.func('secret_service_get_sync', 'void *', [
    'int',
    'void *',
    errorOut,
  ]);
  const unlockPaths = libsecret.func('secret_service_unlock_dbus_paths_sync', 'int', [
    'void *',
    'str *',
    'void *',
    koffi.out(koffi.pointer('void *')),
    errorOut,
  ]);

  function failure(out: [Pointer]): Error {
    if (out[0] === null) return new Error('no reason given');
    const { message } = koffi.decode(out[0], gError) as GError;
    freeError(out[0]);
    return new Error(message);
  }

  const connectError: [Pointer] = [null];
  const connection: Pointer = busGet(G_BUS_TYPE_SESSION, null, connectError);
  if (connection === null) throw failure(connectError);
  // GLib would end this process with SIGTERM when the bus goes away.
  setExitOnClose(connection, 0);

  /** `parameters` and the answer are GVariant text. The default time limit is D-Bus's own 25 s. */
  function call(name: string, path: string, method: string, parameters: string): string {
    const dot = method.lastIndexOf('.');
    const input: Pointer = parse(null, parameters, null, null, null);
    const error: [Pointer] = [null];
    const output: Pointer = callSync(
      connection,
      name,
      path,
      method.slice(0, dot),
      method.slice(dot + 1),
      input,
      null,
      0,
      -1,
      null,
      error,
    );
    unref(input);
    if (output === null) throw failure(error);
    const text = String(print(output, 0));
    unref(output);
    return text;
  }

  function owner(): string {
    try {
      const reply = call(BUS, BUS_PATH, `${BUS}.GetConnectionUnixProcessID`, `('${SECRETS}',)`);
      const pid = /\d+/.exec(reply.replace('uint32', ''))?.[0] ?? '';
      return ownerName(readFileSync(`/proc/${pid}/comm`, 'utf8').trim());
    } catch {
      // Another namespace's process, or gone since: the name is a courtesy.
      return 'Secret Service';
    }
  }

  return {
    inspect() {
      const alias = call(
        SECRETS,
        SERVICE_PATH,
        'org.freedesktop.Secret.Service.ReadAlias',
        "('default',)",
      );
      const collection = /'([^']+)'/.exec(alias)?.[1] ?? NO_OBJECT;
      if (collection === NO_OBJECT) {
        return { state: 'no-collection', collection: null, backendName: owner() };
      }
      const locked = call(
        SECRETS,
        collection,
        'org.freedesktop.DBus.Properties.Get',
        "('org.freedesktop.Secret.Collection', 'Locked')",
      );
      return {
        state: locked.includes('true') ? 'locked' : 'unlocked',
        collection,
        backendName: owner(),
      };
    },

    canPrompt(view) {
      if (!view.backendName.includes('gnome-keyring')) return true;
      try {
        // gnome-keyring has others show its prompts: GNOME Shell, or gcr-prompter, which needs a display.
        call(
          BUS,
          BUS_PATH,
          `${BUS}.StartServiceByName`,
          "('org.gnome.keyring.SystemPrompter', uint32 0)",
        );
        return true;
      } catch {
        return false;
      }
    },

    lock(collection) {
      call(
        SECRETS,
        SERVICE_PATH,
        'org.freedesktop.Secret.Service.Lock',
        `([objectpath '${collection}'],)`,
      );
    },

    async unlock(collection) {
      const serviceError: [Pointer] = [null];
      const service: Pointer = secretServiceGet(0, null, serviceError);
      if (service === null) throw failure(serviceError);
      const unlocked: [Pointer] = [null];
      const error: [Pointer] = [null];
      const count = await new Promise<number>((resolve, reject) => {
        const done = (cause: unknown, result: number) => (cause ? reject(cause) : resolve(result));
        unlockPaths.async(service, [collection, null], null, unlocked, error, done);
      });
      unrefObject(service);
      if (unlocked[0] !== null) freeTexts(unlocked[0]);
      if (count < 0 || error[0] !== null) throw failure(error);
      return count > 0;
    },
  };
}

/** The name that people know it by; `comm` is cut at 15 characters. */
function ownerName(comm: string): string {
  const name = comm === 'gnome-keyring-d' ? 'gnome-keyring' : comm;
  return `Secret Service (${name})`;
}
