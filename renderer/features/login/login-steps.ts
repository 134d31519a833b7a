/** The steps of a login, in order; each has a place of its own in the address. */
export const LOGIN_STEPS = ['registry', 'account', 'check', 'write', 'done'] as const;
export type LoginStep = (typeof LOGIN_STEPS)[number];

export function isLoginStep(text: string | undefined): text is LoginStep {
  return (LOGIN_STEPS as readonly (string | undefined)[]).includes(text);
}
