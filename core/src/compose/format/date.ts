// Plain text that go-yaml takes for a point in time, as in `BUILD_DATE: 2024-01-31`: Compose writes it as Go prints one.

const date = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|[ \t]+)(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d+))?[ \t]*(Z|[+-]\d{1,2}(?::?\d{2})?)?)?$/;

/** What go-yaml takes for a date: `2024-01-31`, with a time behind it or not. */
export function isDate(value: string): boolean {
  return date.test(value);
}

/** A date as Go's `%v` prints it: `2024-01-31 00:00:00 +0000 UTC`. */
export function printDate(value: string): string {
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = date.exec(value) ?? [];
  const two = (digits: string): string => digits.padStart(2, '0');
  const part = fraction.replace(/0+$/, '');
  const offset = zone === 'Z' ? '+0000' : `${zone.charAt(0)}${two(zone.slice(1).split(':')[0] ?? '').slice(0, 2)}${zone.slice(1).replace(':', '').slice(2) || '00'}`;
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}${part === '' ? '' : `.${part}`} ${offset} ${offset === '+0000' ? 'UTC' : offset}`;
}
