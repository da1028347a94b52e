import { RequestError } from '../../server/request-error.ts';
import { assertSignature } from '../response/signature.ts';
import type { ModelRules } from './model-rules.ts';
import {
  type JsonRecord,
  readFlag,
  readList,
  readMessage,
  readOptional,
  readRecord,
  readText,
} from './read-field.ts';

/** A part of a turn, reduced to what the emulator uses. */
export interface DecodedPart {
  readonly kind: 'text' | 'thought' | 'call' | 'result' | 'data';
  readonly text: string;
  /** The name of the called function. */
  readonly name: string;
  readonly isSigned: boolean;
}

/** Each part has one of these fields. */
const contentFields = [
  'text',
  'inlineData',
  'fileData',
  'functionCall',
  'functionResponse',
  'executableCode',
  'codeExecutionResult',
  'toolCall',
  'toolResponse',
  'audioTranscription',
];
const otherFields = [
  'thought',
  'thoughtSignature',
  'videoMetadata',
  'mediaResolution',
  'partMetadata',
  'mediaProcessing',
  'speechMetadata',
];

export function decodePart(value: unknown, path: string, rules: ModelRules): DecodedPart {
  const part = readMessage(value, path, [...contentFields, ...otherFields]);
  const present = contentFields.filter((name) => part[name] !== undefined && part[name] !== null);
  const [kind = ''] = present;
  if (present.length !== 1) {
    throw new RequestError(
      `${path}.data: required oneof field 'data' must have one initialized field`,
    );
  }
  const signature = readOptional(part['thoughtSignature'], `${path}.thought_signature`, readText);
  if (signature !== undefined) assertSignature(signature, kind === 'functionCall');
  const isSigned = signature !== undefined && signature !== '';
  const isThought = readOptional(part['thought'], `${path}.thought`, readFlag) ?? false;
  const other = { kind: 'data', text: '', name: '', isSigned } as const;
  switch (kind) {
    case 'text': {
      const text = readText(part['text'], `${path}.text`);
      return { ...other, kind: isThought ? 'thought' : 'text', text };
    }
    case 'functionCall':
      return { ...other, ...decodeCall(part['functionCall'], `${path}.function_call`) };
    case 'functionResponse':
      return {
        ...other,
        ...decodeResult(part['functionResponse'], `${path}.function_response`, rules),
      };
    case 'inlineData':
      validateData(part['inlineData'], `${path}.inline_data`, 'data');
      return other;
    case 'fileData':
      validateData(part['fileData'], `${path}.file_data`, 'fileUri');
      return other;
    default:
      return other;
  }
}

function decodeCall(value: unknown, path: string): Omit<DecodedPart, 'isSigned'> {
  const call = readMessage(value, path, ['id', 'name', 'args']);
  const name = readText(call['name'], `${path}.name`);
  readOptional(call['id'], `${path}.id`, readText);
  const args = readOptional(call['args'], `${path}.args`, readRecord) ?? {};
  return { kind: 'call', name, text: name + JSON.stringify(args) };
}

function decodeResult(
  value: unknown,
  path: string,
  rules: ModelRules,
): Omit<DecodedPart, 'isSigned'> {
  const known = ['id', 'name', 'response', 'parts', 'willContinue', 'scheduling'];
  const result = readMessage(value, path, known);
  const name = readOptional(result['name'], `${path}.name`, readText) ?? '';
  if (name === '') throw new RequestError(`${path}.name: Name cannot be empty.`);
  const response = readRecord(result['response'], `${path}.response`);
  const parts = readOptional(result['parts'], `${path}.parts`, readList) ?? [];
  if (parts.length > 0 && !rules.resultParts) {
    throw new RequestError('Multimodal function responses are not supported for this model.');
  }
  for (const [index, part] of parts.entries()) {
    const partPath = `${path}.parts[${index}]`;
    const data = readMessage(part, partPath, ['inlineData', 'fileData', 'mediaProcessing']);
    if (data['fileData'] !== undefined) {
      validateData(data['fileData'], `${partPath}.file_data`, 'fileUri');
    } else validateData(data['inlineData'], `${partPath}.inline_data`, 'data');
  }
  return { kind: 'result', name, text: describeResult(response) };
}

/** Returns the text of a result. Clients use several names for its field. */
function describeResult(response: JsonRecord): string {
  const { output, error, result, content } = response;
  const text = output ?? error ?? result ?? content ?? response;
  return typeof text === 'string' ? text : JSON.stringify(text);
}

function validateData(value: unknown, path: string, field: 'data' | 'fileUri'): void {
  const data = readMessage(value, path, ['mimeType', 'displayName', field]);
  const isInline = field === 'data';
  if (isInline) validateMimeType(readText(data['mimeType'], `${path}.mime_type`));
  const content = readText(data[field], `${path}.${isInline ? 'data' : 'file_uri'}`);
  if (content === '')
    throw new RequestError(`${path}: Provided ${isInline ? 'image' : 'file'} is empty.`);
}

/** The API knows no aliases and no parameters. */
function validateMimeType(mimeType: string): void {
  if (!/^image\/jpg$|^application\/json$|;\s*charset=/i.test(mimeType)) return;
  throw new RequestError(`Unsupported MIME type: ${mimeType}`);
}
