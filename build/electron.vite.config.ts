import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { patternflyStyles } from './vite-patternfly.mjs';

const ROOT = resolve(import.meta.dirname, '..');

/** Native packages: they are files beside the bundle, not in it. */
const NATIVE = ['keytar', 'koffi'];

export default defineConfig({
  main: {
    build: {
      outDir: resolve(ROOT, 'out/main'),
      emptyOutDir: true,
      sourcemap: false,
      minify: true,
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          main: resolve(ROOT, 'electron/main.ts'),
          'keychain-worker': resolve(ROOT, 'electron/keychain-worker.ts'),
          'passphrase-worker': resolve(ROOT, 'electron/passphrase-worker.ts'),
          'import-worker': resolve(ROOT, 'electron/import-worker.ts'),
        },
        external: NATIVE,
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: resolve(ROOT, 'out/preload'),
      emptyOutDir: true,
      sourcemap: false,
      minify: true,
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: resolve(ROOT, 'electron/preload.ts') },
        // A sandboxed preload is one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(ROOT, 'renderer'),
    plugins: [react(), patternflyStyles()],
    build: {
      outDir: resolve(ROOT, 'out/renderer'),
      emptyOutDir: true,
      sourcemap: false,
      minify: true,
      cssMinify: true,
      // A data: font or script would need a wider content security policy.
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: resolve(ROOT, 'renderer/index.html'),
        // The first screen is one script and one style sheet, with `ahead` beside it: each file more is
        // another round trip to main, which serves them all while it is starting itself.
        output: {
          codeSplitting: {
            groups: [
              { name: 'ahead', test: /renderer.ahead\.ts$/, priority: 2 },
              { name: 'first-screen', test: /renderer.main\.tsx$/, priority: 1 },
            ],
          },
        },
      },
    },
  },
});
