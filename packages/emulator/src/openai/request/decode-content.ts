import { invalidType, unknownValue } from './parameter-error.ts';
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
  readRequired(part[known], `${path}.${known}`, readRecord);
  return '';
}
