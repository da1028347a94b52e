import type { Schema } from './schema.ts';

const longest = 10_000;

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

/** A text of the schema's format and length; `name` where it may say anything. */
export function chooseText({ format, minLength, maxLength }: Schema, name: string): string {
  const sample = samples.get(format);
  if (sample !== undefined) return sample;
  const least = typeof minLength === 'number' ? Math.min(minLength, longest) : 0;
  const most = typeof maxLength === 'number' ? maxLength : longest;
  const characters = Array.from(name);
  const missing = Math.max(0, least - characters.length);
  return characters.slice(0, Math.max(most, least)).join('') + 'x'.repeat(missing);
}
