import { ConfigurationError } from '../errors/configuration-error.ts';
import { mayBeCredential } from '../text/mask-credentials.ts';
import { quoteText } from '../text/quote-text.ts';
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
  if (unknown !== undefined) throw unknownName(unknown, known, prefix);
}

/**
 * Returns the error for an unknown key.
 *
 * @param advice - what to do, by the unknown key. @defaultValue the most similar known key
 */
export function unknownName(
  name: string,
  known: readonly string[],
  prefix: string,
  advice: Readonly<Record<string, string>> = {},
): ConfigurationError {
  return new ConfigurationError({
    path: `${prefix}${mayBeCredential(name) ? '*' : name.slice(0, 80)}`,
    expected: `one of ${known.join(', ')}`,
    received: quoteText(name),
    advice: Object.hasOwn(advice, name) ? advice[name] : formatSuggestion(name, known),
  });
}
