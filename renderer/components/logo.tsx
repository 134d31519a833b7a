/** Pullkeeper's mark: a keyhole whose foot is the arrow of a pull, in a container seen from a corner. */
export function Logo({ size }: { readonly size: number }) {
  return (
    <svg viewBox="0 0 64 64" width={size} height={size} aria-hidden="true" focusable="false">
      <path className="pk-logo-body" d="M32 3 57 17v30L32 61 7 47V17Z" />
      <path className="pk-logo-lid" d="M32 3 57 17 32 31 7 17Z" />
      <circle className="pk-logo-key" cx="32" cy="27" r="8.5" />
      <path className="pk-logo-key" d="M28.4 31h7.2v10H43L32 52 21 41h7.4Z" />
    </svg>
  );
}
