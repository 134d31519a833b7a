/** The exponent of scrypt's cost: about a second on a machine of today; what `age -p` uses as well. */
export const WORK_FACTOR = 18;
