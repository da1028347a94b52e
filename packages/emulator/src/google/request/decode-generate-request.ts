import { isRecord } from '../../is-record.ts';
import type { ChatRequest } from '../../openai/request/chat-request.ts';
import { RequestError } from '../../server/request-error.ts';
import { type Continuation, readContinuation } from '../response/continuation.ts';
import { decodeConfig } from './decode-config.ts';
import { decodeConversation } from './decode-contents.ts';
import { decodeToolChoice, decodeTools } from './decode-tools.ts';
import { type ModelRules, rulesOf } from './model-rules.ts';
import { readMessage, readOptional, readText } from './read-field.ts';

/** A request of `generateContent`. */
export interface GenerateRequest extends ChatRequest {
  readonly rules: ModelRules;
  /** Whether the text of the thoughts is sent. */
  readonly showsThoughts: boolean;
  /** The part of a response that the request continues with. */
  readonly continuation: Continuation | undefined;
}

const fields = [
  'model',
  'contents',
  'systemInstruction',
  'tools',
  'toolConfig',
  'generationConfig',
  'safetySettings',
  'cachedContent',
  'serviceTier',
  'labels',
  'store',
  'continuationToken',
];

/** @throws RequestError if a field is missing, invalid, or not accepted by the model */
export function decodeGenerateRequest(
  body: unknown,
  model: string,
  stream: boolean,
): GenerateRequest {
  if (!isRecord(body)) throw new RequestError('Invalid JSON payload received. Expected an object.');
  const record = readMessage(body, '', fields);
  const rules = rulesOf(model);
  const tools = readOptional(record['tools'], 'tools', decodeTools) ?? [];
  const config = decodeConfig(record['generationConfig'], rules);
  const toolChoice = decodeToolChoice(record['toolConfig'], tools);
  const isForced = toolChoice.kind === 'required' || toolChoice.kind === 'tool';
  if (config.format.kind !== 'text' && tools.length > 0) {
    validateJsonWithTools(isForced, rules);
  }
  return {
    model,
    rules,
    ...config,
    conversation: decodeConversation(record, rules),
    stream,
    includeUsage: true,
    tools,
    toolChoice,
    parallelToolCalls: true,
    continuation: readOptional(record['continuationToken'], 'continuation_token', (value, path) =>
      readContinuation(readText(value, path)),
    ),
  };
}

function validateJsonWithTools(isForced: boolean, { jsonWithTools }: ModelRules): void {
  if (!jsonWithTools) {
    throw new RequestError(
      "Function calling with a response mime type: 'application/json' is unsupported",
    );
  }
  if (!isForced) return;
  throw new RequestError(
    "Forced function calling (ANY mode) with a response mime type: 'application/json' is unsupported",
  );
}

/** A request of `countTokens`: contents, or a complete request. Returns the counted text. */
export function decodeCountRequest(body: unknown, model: string): string {
  if (!isRecord(body)) throw new RequestError('Invalid JSON payload received. Expected an object.');
  const record = readMessage(body, '', ['contents', 'generateContentRequest']);
  const request = readOptional(
    record['generateContentRequest'],
    'generate_content_request',
    (value, path) => readMessage(value, path, fields),
  );
  const counted = request ?? record;
  readOptional(counted['tools'], 'tools', decodeTools);
  const { text } = decodeConversation(counted, rulesOf(model));
  return text + JSON.stringify(counted['tools'] ?? '');
}
