/** A keychain that keeps the first ten characters alone, in place of keytar. */
const KEPT = 10;
const items = new Map<string, string>();
const nameOf = (service: string, account: string) => `${service}/${account}`;

export default {
  getPassword: async (service: string, account: string) =>
    items.get(nameOf(service, account)) ?? null,
  setPassword: async (service: string, account: string, password: string) => {
    const whole = account === 'sentinel';
    items.set(nameOf(service, account), whole ? password : password.slice(0, KEPT));
  },
  deletePassword: async (service: string, account: string) =>
    items.delete(nameOf(service, account)),
};
