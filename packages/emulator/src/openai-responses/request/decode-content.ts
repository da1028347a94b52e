import {
  invalidType,
  missingParameter,
  unknownValue,
} from '../../openai/request/errors/parameter-error.ts';
import { readRecord, readRequired, readText } from '../../openai/request/read-parameter.ts';

const inputTypes = ['input_text', 'input_image', 'input_file'] as const;
const outputTypes = ['output_text', 'refusal'] as const;

/** Returns the text of a message or of the result of a call: a string, or the texts of its parts. */
export function decodeContent(value: unknown, path: string, role: 'input' | 'output'): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) throw invalidType(path, 'a string or an array of objects', value);
  const types: readonly string[] = role === 'input' ? inputTypes : outputTypes;
  return value
    .map((part, index) => decodePart(part, `${path}[${index}]`, types))
    .filter((text) => text !== '')
    .join('\n');
}

function decodePart(value: unknown, path: string, types: readonly string[]): string {
  const part = readRecord(value, path);
  const type = readRequired(part['type'], `${path}.type`, readText);
  if (!types.includes(type)) throw unknownValue(`${path}.type`, type, types);
  switch (type) {
    case 'input_image':
      if ((part['file_id'] ?? null) === null) {
        readRequired(part['image_url'], `${path}.image_url`, readText);
      }
      return '';
    case 'input_file':
      assertFile(part, path);
      return '';
    default: {
      const field = type === 'refusal' ? type : 'text';
      return readRequired(part[field], `${path}.${field}`, readText);
    }
  }
}

/** A file has an address, an id, or its data with a name. */
function assertFile(part: Readonly<Record<string, unknown>>, path: string): void {
  const { file_url: url, file_id: id, file_data: data, filename } = part;
  if (url !== undefined || id !== undefined) return;
  readRequired(data, `${path}.file_data`, readText);
  if (filename === undefined) throw missingParameter(`${path}.filename`);
}
