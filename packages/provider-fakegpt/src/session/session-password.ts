import type { Random } from '@understudy/core/provider';

/**
 * A password that keeps the visitors of one account apart: 14 letters and digits, at least one of
 * each, as the site demands. Drawn from a UUID, which is the least guessable thing a random port has.
 */
export function createSessionPassword(random: Random): string {
  const hex = random.uuid().replaceAll('-', '');
  const letter = 'abcdefghijklmnop'.charAt(Number.parseInt(hex.charAt(0), 16));
  const digit = Number.parseInt(hex.charAt(1), 16) % 10;
  return `${letter}${digit}${hex.slice(-12)}`;
}
