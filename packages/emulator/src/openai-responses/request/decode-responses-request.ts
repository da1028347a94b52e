import { isRecord } from '../../is-record.ts';
import { ParameterError, unknownValue } from '../../openai/request/errors/parameter-error.ts';
import {
  type JsonRecord,
  readCount,
  readFlag,
  readList,
  readOptional,
  readRecord,
  readRequired,
  readText,
} from '../../openai/request/read-parameter.ts';
import type { ItemStore } from '../response/item-store.ts';
import { decodeFormat } from './decode-format.ts';
import { decodeInput, readInput } from './decode-input.ts';
import { decodeReasoning, validateSampling } from './decode-reasoning.ts';
import { decodeToolChoice, decodeTools } from './decode-tools.ts';
import { InputItems } from './input-items.ts';
import { type ModelRules, rulesOf } from './model-rules.ts';
import type { ResponsesRequest } from './responses-request.ts';

const parameters: readonly string[] = [
  'access_programs',
  'background',
  'context_management',
  'conversation',
  'image',
  'include',
  'input',
  'instructions',
  'max_output_tokens',
  'max_tool_calls',
  'metadata',
  'model',
  'moderation',
  'parallel_tool_calls',
  'previous_response_id',
  'prompt',
  'prompt_cache_key',
  'prompt_cache_options',
  'prompt_cache_retention',
  'reasoning',
  'safety_identifier',
  'service_tier',
  'store',
  'stream',
  'stream_options',
  'temperature',
  'text',
  'tool_choice',
  'tools',
  'top_logprobs',
  'top_p',
  'truncation',
  'user',
];

/** @throws ParameterError if a parameter is unknown, missing, invalid or not accepted by the model */
export function decodeResponsesRequest(body: unknown, stored: ItemStore): ResponsesRequest {
  const record = readBody(body);
  const model = readRequired(record['model'], 'model', readText);
  const rules = rulesOf(model);
  const instructions = readOptional(record['instructions'], 'instructions', readText);
  const previousId = readOptional(record['previous_response_id'], 'previous_response_id', readText);
  const previous = previousId === undefined ? [] : findConversation(previousId, stored);
  const input = readRequired(record['input'], 'input', readInput);
  const decoded = decodeInput(previous, input, new InputItems(model, stored));
  // Those of the previous response are not used again.
  const messages =
    instructions === undefined
      ? decoded.messages
      : [{ role: 'system', text: instructions }, ...decoded.messages];
  const conversation = { ...decoded, messages };
  const { effort, summary } = decodeReasoning(record['reasoning'], rules, model);
  validateSampling(record, rules, effort);
  readOptional(record['metadata'], 'metadata', readRecord);
  const tools = readOptional(record['tools'], 'tools', decodeTools) ?? [];
  return {
    model,
    conversation,
    stream: readOptional(record['stream'], 'stream', readFlag) ?? false,
    includeUsage: true,
    maxTokens: readMaxTokens(record['max_output_tokens']),
    stop: [],
    format: decodeFormat(record['text'], conversation),
    tools,
    toolChoice: decodeToolChoice(record['tool_choice'], tools),
    parallelToolCalls:
      readOptional(record['parallel_tool_calls'], 'parallel_tool_calls', readFlag) ?? true,
    isStored: readOptional(record['store'], 'store', readFlag) ?? true,
    items: [...previous, ...input],
    previousId,
    effort,
    hasSummary: summary !== undefined,
    hasEncryptedContent: decodeInclude(record['include'], rules),
    echo: createEcho(record),
  };
}

/** The parameters that the response repeats as they are. */
const echoed = [
  'instructions',
  'metadata',
  'prompt_cache_key',
  'safety_identifier',
  'temperature',
  'text',
  'tool_choice',
  'tools',
  'top_p',
  'truncation',
  'user',
];

function createEcho(record: JsonRecord): JsonRecord {
  const given = echoed.filter((name) => record[name] !== undefined && record[name] !== null);
  return Object.fromEntries(given.map((name) => [name, record[name]]));
}

function readBody(body: unknown): JsonRecord {
  if (!isRecord(body)) {
    throw new ParameterError(
      'We could not parse the JSON body of your request. The body must be a JSON object, sent with the content type application/json.',
      null,
    );
  }
  const unknown = Object.keys(body).find((name) => !parameters.includes(name));
  if (unknown === undefined) return body;
  throw new ParameterError(`Unknown parameter: '${unknown}'.`, unknown, 'unknown_parameter');
}

const included = [
  'file_search_call.results',
  'web_search_call.results',
  'web_search_call.action.sources',
  'message.input_image.image_url',
  'computer_call_output.output.image_url',
  'code_interpreter_call.outputs',
  'reasoning.encrypted_content',
  'message.output_text.logprobs',
];

/** Returns whether the reasoning is requested encrypted. */
function decodeInclude(value: unknown, { reasons }: ModelRules): boolean {
  const names = readOptional(value, 'include', readList) ?? [];
  for (const [index, name] of names.entries()) {
    const text = readText(name, `include[${index}]`);
    if (!included.includes(text)) throw unknownValue(`include[${index}]`, text, included);
  }
  if (!names.includes('reasoning.encrypted_content')) return false;
  if (reasons) return true;
  throw new ParameterError('Encrypted content is not supported with this model.', 'include');
}

const minTokens = 16;

function readMaxTokens(value: unknown): number {
  const tokens = readOptional(value, 'max_output_tokens', readCount) ?? Infinity;
  if (tokens >= minTokens) return tokens;
  throw new ParameterError(
    `Invalid 'max_output_tokens': integer below minimum value. Expected a value >= ${minTokens}, but got ${tokens} instead.`,
    'max_output_tokens',
    'integer_below_min_value',
  );
}

function findConversation(id: string, stored: ItemStore): readonly unknown[] {
  const items = stored.getConversation(id);
  if (items) return items;
  throw new ParameterError(
    `Previous response with id '${id}' not found.`,
    'previous_response_id',
    'previous_response_not_found',
  );
}

const countedParameters: readonly string[] = [
  'conversation',
  'input',
  'instructions',
  'model',
  'parallel_tool_calls',
  'personality',
  'previous_response_id',
  'reasoning',
  'text',
  'tool_choice',
  'tools',
  'truncation',
];

/** Decodes a request to count tokens. Returns what is counted. @throws ParameterError */
export function decodeCountRequest(
  body: unknown,
  stored: ItemStore,
): {
  readonly model: string;
  readonly text: string;
} {
  const record = isRecord(body) ? body : {};
  const unknown = Object.keys(record).find((name) => !countedParameters.includes(name));
  if (unknown !== undefined) {
    throw new ParameterError(`Unknown parameter: '${unknown}'.`, unknown, 'unknown_parameter');
  }
  const { model, conversation } = decodeResponsesRequest(record, stored);
  return { model, text: conversation.text + JSON.stringify(record['tools'] ?? '') };
}
