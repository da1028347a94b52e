import { isRecord } from '../../is-record.ts';
import type { ChatRequest, Conversation } from './chat-request.ts';
import { decodeMessages } from './decode-messages.ts';
import { decodeResponseFormat } from './decode-response-format.ts';
import { decodeToolChoice, decodeTools } from './decode-tools.ts';
import { ParameterError, invalidType } from './errors/parameter-error.ts';
import {
  type JsonRecord,
  createRangeReader,
  readCount,
  readFlag,
  readOptional,
  readRecord,
  readRequired,
  readText,
} from './read-parameter.ts';

const readTemperature = createRangeReader(0, 2);
const readProbability = createRangeReader(0, 1);
const readPenalty = createRangeReader(-2, 2);

/** @throws ParameterError if a parameter is missing or invalid */
export function decodeChatRequest(body: unknown): ChatRequest {
  if (!isRecord(body)) {
    throw new ParameterError(
      'We could not parse the JSON body of your request. The body must be a JSON object, sent with the content type application/json.',
      null,
    );
  }
  validateIgnoredParameters(body);
  const stream = readOptional(body['stream'], 'stream', readFlag) ?? false;
  const tools = readOptional(body['tools'], 'tools', decodeTools) ?? [];
  const conversation = readRequired(body['messages'], 'messages', decodeMessages);
  const format = readOptional(body['response_format'], 'response_format', decodeResponseFormat) ?? {
    kind: 'text',
  };
  if (format.kind === 'json' && format.schema === undefined) assertMentionsJson(conversation);
  return {
    model: readModel(body['model']),
    conversation,
    stream,
    includeUsage: readIncludeUsage(body['stream_options'], stream),
    maxTokens: readMaxTokens(body),
    stop: readOptional(body['stop'], 'stop', readStop) ?? [],
    format,
    tools,
    toolChoice: decodeToolChoice(body['tool_choice'], tools),
    parallelToolCalls:
      readOptional(body['parallel_tool_calls'], 'parallel_tool_calls', readFlag) ?? true,
  };
}

/** Rejects invalid values of parameters that do not change the response. */
function validateIgnoredParameters(body: JsonRecord): void {
  readOptional(body['temperature'], 'temperature', readTemperature);
  readOptional(body['top_p'], 'top_p', readProbability);
  readOptional(body['presence_penalty'], 'presence_penalty', readPenalty);
  readOptional(body['frequency_penalty'], 'frequency_penalty', readPenalty);
  const choices = readOptional(body['n'], 'n', readCount) ?? 1;
  if (choices === 1) return;
  throw new ParameterError(
    `Unsupported value: 'n' is ${choices}, but this emulator supports only 1 choice.`,
    'n',
    'unsupported_value',
  );
}

/** Without the word, the model can send white space up to the limit of tokens. */
function assertMentionsJson({ messages }: Conversation): void {
  if (messages.some(({ text }) => /json/iu.test(text))) return;
  throw new ParameterError(
    "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
    'messages',
  );
}

function readModel(value: unknown): string {
  const model = readOptional(value, 'model', readText);
  if (model !== undefined && model !== '') return model;
  throw new ParameterError('you must provide a model parameter', null);
}

function readIncludeUsage(value: unknown, stream: boolean): boolean {
  const options = readOptional(value, 'stream_options', readRecord);
  if (options !== undefined && !stream) {
    throw new ParameterError(
      "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
      'stream_options',
    );
  }
  const path = 'stream_options.include_usage';
  return readOptional(options?.['include_usage'], path, readFlag) ?? false;
}

function readMaxTokens(body: JsonRecord): number {
  const current = readOptional(body['max_completion_tokens'], 'max_completion_tokens', readCount);
  const deprecated = readOptional(body['max_tokens'], 'max_tokens', readCount);
  if (current !== undefined && deprecated !== undefined) {
    throw new ParameterError(
      "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
      'max_tokens',
      'invalid_parameter_combination',
    );
  }
  return current ?? deprecated ?? Infinity;
}

const maxStops = 4;

function readStop(value: unknown, path: string): readonly string[] {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) {
    throw invalidType(path, 'a string or an array of strings', value);
  }
  if (value.length <= maxStops) return value;
  throw new ParameterError(
    `Invalid '${path}': array too long. Expected an array with maximum length ${maxStops}, but got an array with length ${value.length} instead.`,
    path,
    'array_above_max_length',
  );
}
