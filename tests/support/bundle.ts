import { mkdir } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Bundles one TypeScript file into an ES module that plain Node runs, npm packages left outside.
 * It is put under node_modules, from where those are found.
 * @param entry path from the root of the checkout
 * @param replaced package -> path from the root of the checkout of what is put in its place
 * @returns the path of the module
 */
export async function bundle(
  entry: string,
  replaced: Readonly<Record<string, string>> = {},
): Promise<string> {
  // Several test files may ask for the same one at the same time.
  const outDir = join(ROOT, 'node_modules/.cache/pullkeeper-tests', String(process.pid));
  await mkdir(outDir, { recursive: true });
  const alias = Object.fromEntries(
    Object.entries(replaced).map(([name, path]) => [name, join(ROOT, path)]),
  );
  const variant = Object.values(replaced).map((path) => `-${basename(path, '.ts')}`);
  const fileName = `${basename(entry, '.ts')}${variant.join('')}.js`;
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    resolve: { alias },
    ssr: { external: true, noExternal: [] },
    build: {
      ssr: join(ROOT, entry),
      outDir,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        external: [...builtinModules, /^node:/],
        output: { format: 'es', entryFileNames: fileName },
      },
    },
  });
  return join(outDir, fileName);
}
