import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import koffi from 'koffi';
import { PASSWORD, until } from './keyring.ts';

/** A keyboard for an X server. */
export interface Keyboard {
  /** Whether a program has grabbed the keyboard, as a password prompt does once it is ready for it. */
  isGrabbed(): boolean;
  /** Types lower-case letters and presses `Return` or `Escape`, as a user at the keyboard does. */
  press(...keys: string[]): void;
  /** Unplugs it. */
  close(): void;
}

/** An X server of its own, and a keyboard for it. */
export interface Display extends Omit<Keyboard, 'close'> {
  /** `:N`, for `DISPLAY`. */
  readonly name: string;
  stop(): Promise<void>;
}

/** Starts Xvfb, the display that the end-to-end tests use too. */
export async function startDisplay(): Promise<Display> {
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-nolisten', 'tcp', '-screen', '0', '800x600x24'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  const output = server.stdio[3] as Readable;
  const [number] = (await once(createInterface({ input: output }), 'line')) as [string];
  const name = `:${number}`;
  const { close, ...keyboard } = openKeyboard(name);
  return {
    ...keyboard,
    name,
    async stop() {
      close();
      server.kill();
      await once(server, 'exit');
    },
  };
}

/** @param name `DISPLAY` of an X server that runs */
export function openKeyboard(name: string): Keyboard {
  const x11 = koffi.load('libX11.so.6');
  const xtest = koffi.load('libXtst.so.6');
  const openDisplay = x11.func('void *XOpenDisplay(const char *)');
  const closeDisplay = x11.func('int XCloseDisplay(void *)');
  const sync = x11.func('int XSync(void *, int)');
  const keysym = x11.func('unsigned long XStringToKeysym(const char *)');
  const keycode = x11.func('uint8_t XKeysymToKeycode(void *, unsigned long)');
  const rootWindow = x11.func('unsigned long XDefaultRootWindow(void *)');
  const grabKeyboard = x11.func(
    'int XGrabKeyboard(void *, unsigned long, int, int, int, unsigned long)',
  );
  const ungrabKeyboard = x11.func('int XUngrabKeyboard(void *, unsigned long)');
  const grabServer = x11.func('int XGrabServer(void *)');
  const ungrabServer = x11.func('int XUngrabServer(void *)');
  const fakeKey = xtest.func('int XTestFakeKeyEvent(void *, unsigned int, int, unsigned long)');
  const connection: unknown = openDisplay(name);

  return {
    isGrabbed() {
      const asynchronously = 1;
      // In one go for everybody else: a prompt that found the keyboard grabbed by us would not try again.
      grabServer(connection);
      const result: number = grabKeyboard(
        connection,
        rootWindow(connection),
        0,
        asynchronously,
        asynchronously,
        0,
      );
      ungrabKeyboard(connection, 0);
      ungrabServer(connection);
      sync(connection, 0);
      const alreadyGrabbed = 1;
      return result === alreadyGrabbed;
    },
    press(...keys) {
      for (const key of keys) {
        const code: number = keycode(connection, keysym(key));
        fakeKey(connection, code, 1, 0);
        fakeKey(connection, code, 0, 0);
      }
      sync(connection, 0);
    },
    close: () => void closeDisplay(connection),
  };
}

/** Waits for the keyring's prompt on that display and types the password, as the user does. */
export async function answerKeyring(display: string): Promise<void> {
  const keyboard = openKeyboard(display);
  try {
    // Given up before the test is: an X server that ends takes every process with it that is still connected.
    await until(() => keyboard.isGrabbed(), 30_000);
    keyboard.press(...PASSWORD, 'Return');
  } finally {
    keyboard.close();
  }
}
