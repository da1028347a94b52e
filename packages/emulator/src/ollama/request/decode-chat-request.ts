import { isRecord } from '../../is-record.ts';
import type { ResponseFormat, Tool } from '../../openai/request/chat-request.ts';
import { RequestError } from '../errors.ts';
import { decodeMessages } from './decode-messages.ts';
import { decodeOptions } from './decode-options.ts';
import type { OllamaRequest, Think } from './ollama-request.ts';
import { readFlag, readList, readRecord, readText } from './read-field.ts';
import { validateParameters } from './validate-parameters.ts';

/**
 * Decodes the body of `POST /api/chat`. Unknown fields are ignored, as by the server.
 *
 * @throws RequestError if a field is missing or invalid
 */
export function decodeChatRequest(body: unknown): OllamaRequest {
  if (body === undefined) throw new RequestError('missing request body');
  if (!isRecord(body))
    throw new RequestError("invalid character 'o' looking for beginning of value");
  const model = readText(body['model'], 'model');
  const conversation = decodeMessages(body['messages']);
  const options = decodeOptions(readRecord(body['options'], 'options', 'map[string]interface {}'));
  const think = decodeThink(body['think']);
  const format = decodeFormat(body['format']);
  const tools = readList(body['tools'], 'tools', 'api.Tools').map(decodeTool);
  const stream = readFlag(body['stream'], 'stream') ?? true;
  const truncate = readFlag(body['truncate'], 'truncate') ?? true;
  readFlag(body['shift'], 'shift');
  if (model === '') throw new RequestError('model is required');
  return {
    model,
    conversation,
    hasMessages: conversation.messages.length > 0,
    ...options,
    think,
    format,
    tools,
    stream,
    truncate,
    unload: isZero(body['keep_alive']),
    includeUsage: true,
    toolChoice: { kind: 'auto' },
    parallelToolCalls: true,
  };
}

const levels: readonly unknown[] = ['low', 'medium', 'high', 'max'];

function decodeThink(value: unknown): Think | undefined {
  if (value === undefined || value === null) return undefined;
  if (isThink(value)) return value;
  throw new RequestError(
    `invalid think value: ${JSON.stringify(value)} (must be "high", "medium", "low", "max", true, or false)`,
  );
}

function isThink(value: unknown): value is Think {
  return typeof value === 'boolean' || levels.includes(value);
}

function decodeFormat(value: unknown): ResponseFormat {
  if (value === undefined || value === null || value === '') return { kind: 'text' };
  if (value === 'json') return { kind: 'json', schema: undefined };
  if (isRecord(value)) return { kind: 'json', schema: value };
  throw new RequestError(
    `invalid format: ${JSON.stringify(value)}; expected "json" or a valid JSON Schema object`,
  );
}

function decodeTool(value: unknown): Tool {
  const tool = readRecord(value, 'tools', 'api.Tool');
  const definition = readRecord(tool['function'], 'tools.function', 'api.ToolFunction');
  const parameters = readRecord(
    definition['parameters'],
    'tools.function.parameters',
    'api.ToolFunctionParameters',
  );
  validateParameters(parameters);
  readText(tool['type'], 'tools.type');
  readText(definition['description'], 'tools.function.description');
  return { name: readText(definition['name'], 'tools.function.name'), parameters };
}

/** A duration: seconds, or a text such as `0s`. */
function isZero(value: unknown): boolean {
  return value === 0 || (typeof value === 'string' && /^0[a-z]*$/iu.test(value));
}
