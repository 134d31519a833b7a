/** The data of a Secret in JSON or YAML, as `oc get` writes it: one line of base64. */
const DATA =
  /(?<![\w.-])["']?\.dockerconfigjson["']?\s*:\s*["']?([A-Za-z0-9+/]{4,}={0,2})(?![\w+/=])/g;
const BASE64 = /^[A-Za-z0-9+/\r\n]{4,}={0,2}$/;
const HAS_AUTHS = /^\s*\{\s*"auths"/;

/**
 * The pull secret in what an administrator has of it: the text itself, the Secret that holds it, or its
 * data as the cluster has it. What is none of these comes back as it is, for the reader to say why.
 */
export function unwrapPullSecret(text: string): string {
  // Editors on Windows put a mark in front; it means nothing.
  const plain = text.replace(/^\ufeff/, '');
  if (HAS_AUTHS.test(plain)) return plain;
  const [data, ...others] = new Set([...plain.matchAll(DATA)].map(([, base64]) => base64));
  if (data !== undefined && others.length === 0) return decoded(data) ?? plain;
  const trimmed = plain.trim();
  return BASE64.test(trimmed) ? (decoded(trimmed) ?? plain) : plain;
}

function decoded(base64: string): string | null {
  const text = Buffer.from(base64, 'base64').toString('utf8');
  return text.trimStart().startsWith('{') ? text : null;
}
