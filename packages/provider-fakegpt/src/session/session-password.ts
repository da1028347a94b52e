import type { Random } from '@understudy/core/provider';

/**
 * Creates a password that separates the users of a shared account.
 *
 * The server requires letters and digits, at least one of each. The characters are taken from a UUID,
 * because only `Random.uuid()` is cryptographically secure.
 */
export function createSessionPassword(random: Random): string {
  const hex = random.uuid().replaceAll('-', '');
  const letter = 'abcdefghijklmnop'.charAt(Number.parseInt(hex.charAt(0), 16));
  const digit = Number.parseInt(hex.charAt(1), 16) % 10;
  return `${letter}${digit}${hex.slice(-12)}`;
}
