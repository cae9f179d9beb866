// How long ago something was, as a person says it.

const units = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000]] as const;

/** `3 hours ago`, in the largest unit that fits; times in milliseconds since 1970. What lies ahead is said by its date. */
export function ageText(then: number, now: number): string {
  const age = now - then;
  if (Number.isNaN(age)) return 'at an unknown time';
  if (age < -60_000) return `on ${new Date(then).toISOString().slice(0, 10)}`;
  const [unit, size] = units.find(([, milliseconds]) => age >= milliseconds) ?? ['', 0];
  if (unit === '') return 'just now';
  const count = Math.floor(age / size);
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
}
