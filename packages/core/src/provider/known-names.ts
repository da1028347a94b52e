import { ConfigurationError } from '../errors/configuration-error.ts';
import { formatSuggestion } from './similar-names.ts';

/**
 * Refuses a name that is none of these, since what it holds would be ignored.
 *
 * @param place - what stands before the name in the path, as in `ports.`
 * @throws ConfigurationError at the first of them
 */
export function assertKnownNames(
  value: object,
  known: readonly string[],
  place: string = '',
): void {
  const stranger = Object.keys(value).find((name) => !known.includes(name));
  if (stranger === undefined) return;
  throw new ConfigurationError({
    path: `${place}${stranger}`,
    expected: `one of ${known.join(', ')}`,
    received: JSON.stringify(stranger.slice(0, 80)),
    advice: formatSuggestion(stranger, known),
  });
}
