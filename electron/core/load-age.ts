/** The encryption library, loaded when something is encrypted or opened: a start and a login do without. */
export function loadAge(): Promise<typeof import('age-encryption')> {
  return import('age-encryption');
}
