import type { Schema } from './schema.ts';

const maxTextLength = 10_000;

const samples = new Map<unknown, string>([
  ['date-time', '2024-01-01T00:00:00Z'],
  ['date', '2024-01-01'],
  ['time', '00:00:00Z'],
  ['duration', 'P1D'],
  ['email', 'someone@example.com'],
  ['hostname', 'example.com'],
  ['ipv4', '192.0.2.1'],
  ['ipv6', '2001:db8::1'],
  ['uri', 'https://example.com/'],
  ['uuid', '00000000-0000-4000-8000-000000000000'],
]);

/** Returns a text with the format or the length of a schema. Without a format, the text starts with `name`. */
export function chooseText({ format, minLength, maxLength }: Schema, name: string): string {
  const sample = samples.get(format);
  if (sample !== undefined) return sample;
  const min = typeof minLength === 'number' ? Math.min(minLength, maxTextLength) : 0;
  const max = typeof maxLength === 'number' ? maxLength : maxTextLength;
  const characters = Array.from(name);
  const missing = Math.max(0, min - characters.length);
  return characters.slice(0, Math.max(max, min)).join('') + 'x'.repeat(missing);
}
