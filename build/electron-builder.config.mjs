/**
 * How packages are made. The renderer, and every package of main's but the native ones, are bundled into out/: only
 * what cannot be bundled is packed from node_modules.
 */
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { RECIPE_STAMP } from './electron-carried.mjs';

/** @param {string} platform as Node names it @param {string} arch */
const nativeFiles = (platform, arch) => [
  'node_modules/keytar/package.json',
  'node_modules/keytar/LICENSE.md',
  'node_modules/keytar/lib/keytar.js',
  `node_modules/keytar/prebuilds/${platform}-${arch}/keytar.node`,
  'node_modules/koffi/package.json',
  'node_modules/koffi/LICENSE.txt',
  'node_modules/koffi/{index,indirect}.{js,cjs}',
  'node_modules/koffi/src/koffi/**/*.{js,cjs}',
  `node_modules/@koromix/koffi-${platform}-${arch}/{package.json,index.js}`,
  `node_modules/@koromix/koffi-${platform}-${arch}/${platform}_${arch}/koffi.node`,
];

/**
 * An action of the launcher's entry, which the postinst's link in /usr/bin starts.
 * @param {string} argument @param {string} name @param {string} chinese @param {string} japanese
 */
const action = (argument, name, chinese, japanese) => ({
  Name: name,
  'Name[zh_CN]': chinese,
  'Name[ja]': japanese,
  Exec: `pullkeeper ${argument}`,
});

/**
 * @param {{dist: string, version: string, targets: readonly string[], output: string, quick: boolean}} options
 *   `dist` and `version` of the Electron runtime that goes into the package; `quick` compresses little
 * @returns {import('electron-builder').Configuration}
 */
export function builderConfig({ dist, version, targets, output, quick }) {
  return {
    appId: 'org.pullkeeper.Pullkeeper',
    directories: { output, buildResources: 'build' },
    electronDist: dist,
    electronVersion: version,
    // Native packages bring binaries for N-API, which fit every Electron.
    npmRebuild: false,
    asar: true,
    asarUnpack: ['**/*.node'],
    files: [
      'package.json',
      'LICENSE',
      'out/**',
      '!out/.sources',
      '!**/*.map',
      '!node_modules/**',
      ...nativeFiles(process.platform, process.arch),
    ],
    electronLanguages: ['en-US', 'zh-CN', 'ja'],
    extraMetadata: {
      // What is packed is bundled: the list of packages says nothing there.
      dependencies: {},
      desktopName: 'pullkeeper.desktop',
      // electron-builder insists on one; there is none yet.
      homepage: 'https://pullkeeper.invalid/',
    },
    electronFuses: {
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    },
    afterPack: ({ appOutDir }) => {
      for (const ours of [RECIPE_STAMP, 'resources/default_app.asar']) {
        rmSync(join(appOutDir, ours), { force: true });
      }
      // setuid root once it belongs to root: the sandbox where user namespaces are switched off.
      chmodSync(join(appOutDir, 'chrome-sandbox'), 0o4755);
    },
    publish: null,
    linux: {
      target: [...targets],
      executableName: 'pullkeeper',
      icon: 'build/icons',
      category: 'Utility',
      mimeTypes: ['x-scheme-handler/pullkeeper'],
      syncDesktopName: true,
      synopsis: 'Keeps container-registry credentials',
      description:
        'Checks registry credentials, keeps them in the keychain and writes them where podman, skopeo, buildah and docker read them.',
      maintainer: 'Pullkeeper contributors <contributors@pullkeeper.invalid>',
      desktop: {
        entry: {
          Keywords: 'registry;container;podman;docker;login;credential;pull secret;',
          'Name[zh_CN]': 'Pullkeeper',
          'Comment[zh_CN]':
            '检查镜像仓库凭据，存入密钥环，并写到 podman、skopeo、buildah 和 docker 读取的位置。',
          'Comment[ja]':
            'レジストリーの認証情報を確認し、キーチェーンに保管し、podman、skopeo、buildah、docker が読む場所に書き込みます。',
        },
        desktopActions: {
          LogIn: action(
            '--open=log-in',
            'Log in to a registry',
            '登录到 registry',
            'レジストリーにログイン',
          ),
          CheckAll: action('--do=check-all', 'Check all now', '立即检查全部', '今すぐすべて確認'),
          PutBack: action(
            '--do=put-back',
            'Put back session logins',
            '恢复会话登录',
            'セッションのログインを戻す',
          ),
          Lock: action('--do=lock', 'Lock', '锁定', 'ロック'),
        },
      },
    },
    deb: {
      compression: quick ? 'gz' : 'xz',
      depends: [
        'libgtk-3-0 | libgtk-3-0t64',
        'libasound2 | libasound2t64',
        'libgbm1',
        'libnotify4',
        'libnss3',
        'libsecret-1-0',
        'libxss1',
        'libxtst6',
        'xdg-utils',
      ],
      recommends: ['gnome-keyring | org.freedesktop.secrets'],
      packageCategory: 'admin',
      afterInstall: 'build/deb/postinst.sh',
      afterRemove: 'build/deb/postrm.sh',
    },
  };
}
