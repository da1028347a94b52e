import { ConfigurationError } from '../errors/configuration-error.ts';
import { formatSuggestion } from './similar-names.ts';

/**
 * Rejects an object with unknown keys, because their values would be ignored.
 *
 * @param prefix - the beginning of the path, for example `ports.`
 * @throws ConfigurationError `invalid-configuration` for the first unknown key
 */
export function assertKnownNames(
  value: object,
  known: readonly string[],
  prefix: string = '',
): void {
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new ConfigurationError({
    path: `${prefix}${unknown}`,
    expected: `one of ${known.join(', ')}`,
    received: JSON.stringify(unknown.slice(0, 80)),
    advice: formatSuggestion(unknown, known),
  });
}
