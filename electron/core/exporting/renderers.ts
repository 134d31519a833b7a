import type { ExportFormId } from '../../../shared/exporting.ts';
import { authJson, configJson, dockercfg, redacted } from './auths.ts';
import {
  createFromFile,
  createFromInput,
  createFromLegacyFile,
  createWithArguments,
  link,
  login,
  sealedSecret,
  serviceAccountPatch,
  sops,
} from './commands.ts';
import type { Render } from './form.ts';
import { ansible, ansibleVariables, quadlet } from './machines.ts';
import { buildConfig, externalSecret, legacySecretYaml, secretYaml } from './manifests.ts';
import { bootc, butane, ignition, microshift, openshift3Nodes } from './nodes.ts';
import { installConfig, pullSecret, pullSecretLine } from './pull-secret.ts';

/** How each form is written; a form without one does not compile. */
export const RENDERERS: Readonly<Record<ExportFormId, Render>> = {
  'secret-yaml': secretYaml,
  'legacy-secret-yaml': legacySecretYaml,
  'create-from-input': createFromInput,
  'create-from-file': createFromFile,
  'create-from-legacy-file': createFromLegacyFile,
  'create-with-arguments': createWithArguments,
  link,
  'service-account-patch': serviceAccountPatch,
  'build-config': buildConfig,
  login,
  'auth-json': authJson,
  quadlet,
  'config-json': configJson,
  dockercfg,
  'pull-secret': pullSecret,
  'pull-secret-line': pullSecretLine,
  'install-config': installConfig,
  'openshift3-nodes': openshift3Nodes,
  microshift,
  butane,
  ignition,
  bootc,
  ansible,
  'ansible-variables': ansibleVariables,
  'external-secret': externalSecret,
  'sealed-secret': sealedSecret,
  sops,
  redacted,
};
