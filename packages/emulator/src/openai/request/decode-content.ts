import { ParameterError, invalidType, unknownValue } from './errors/parameter-error.ts';
import { readRecord, readRequired, readText } from './read-parameter.ts';

const partTypes = ['text', 'refusal', 'image_url', 'input_audio', 'file'] as const;

/** Returns the text of a message: a string, or the texts of its parts. */
export function decodeContent(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) throw invalidType(path, 'a string or an array of objects', value);
  return value
    .map((part, index) => decodePart(part, `${path}[${index}]`))
    .filter((text) => text !== '')
    .join('\n');
}

function decodePart(value: unknown, path: string): string {
  const part = readRecord(value, path);
  const type = readRequired(part['type'], `${path}.type`, readText);
  const known = partTypes.find((name) => name === type);
  if (known === undefined) throw unknownValue(`${path}.type`, type, partTypes);
  if (known === 'text' || known === 'refusal') {
    return readRequired(part[known], `${path}.${known}`, readText);
  }
  const media = readRequired(part[known], `${path}.${known}`, readRecord);
  if (known === 'image_url') assertImageUrl(media['url'], `${path}.image_url.url`);
  return '';
}

/** The vendor downloads an address, or decodes a data URL. */
function assertImageUrl(value: unknown, path: string): void {
  const url = readRequired(value, path, readText);
  if (/^(?:https?:\/\/|data:image\/)/i.test(url)) return;
  throw new ParameterError(
    `Invalid '${path}'. Expected a base64-encoded data URL with an image MIME type (e.g. 'data:image/png;base64,aW1nIGJ5dGVzIGhlcmU='), but got a value without the 'data:' prefix.`,
    path,
    'invalid_value',
  );
}
