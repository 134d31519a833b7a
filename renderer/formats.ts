/** Making a format of `Intl` takes up to 25 ms, and a list has one for each row: each is made once. */
function keep<F>(make: (locale: string) => F): (locale: string) => F {
  const made = new Map<string, F>();
  return (locale) => {
    const format = made.get(locale) ?? make(locale);
    made.set(locale, format);
    return format;
  };
}
/** `2 minutes ago` */
export const relativeFormat = keep(
  (locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
);
/** `24 Nov 2026, 10:30:00` */
export const absoluteFormat = keep(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }),
);
/** `10:30` */
export const timeFormat = keep((locale) => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }));
const numberFormat = keep((locale) => new Intl.NumberFormat(locale));

/** `10,000`. Below a thousand every language writes a quantity alike, so that the list needs no format. */
export function quantity(value: number, locale: string): string {
  return value < 1000 ? String(value) : numberFormat(locale).format(value);
}
