import { isRecord } from '../../is-record.ts';
import type { ChatRequest } from '../../openai/request/chat-request.ts';
import { findLoneSurrogate } from '../../openai/request/errors/find-lone-surrogate.ts';
import { RequestError } from '../../server/request-error.ts';
import { countCacheMarks } from './count-cache-marks.ts';
import { decodeConversation } from './decode-messages.ts';
import { decodeOutputConfig } from './decode-output-config.ts';
import { type DecodedThinking, decodeThinking } from './decode-thinking.ts';
import { decodeToolChoice, decodeTools } from './decode-tools.ts';
import { type ModelRules, rulesOf } from './model-rules.ts';
import {
  type JsonRecord,
  assertKnownFields,
  readCount,
  readFlag,
  readList,
  readNumber,
  readOptional,
  readRecord,
  readText,
} from './read-field.ts';
import { validateMessages } from './validate-messages.ts';
import { validateMetadata } from './validate-metadata.ts';

/** A request of `POST /v1/messages`. */
export interface MessagesRequest extends ChatRequest {
  readonly thinking: DecodedThinking;
  /** Whether the request marks content for the cache. */
  readonly usesCache: boolean;
}

const fields = [
  'model',
  'max_tokens',
  'messages',
  'system',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'stop_sequences',
  'stream',
  'temperature',
  'top_p',
  'top_k',
  'metadata',
  'billing_policy',
  'cache_control',
  'compaction',
  'container',
  'context_management',
  'diagnostics',
  'fallback_credit_token',
  'fallbacks',
  'inference_geo',
  'mcp_servers',
  'output_format',
  'safeguards',
  'service_tier',
  'speed',
  'thread',
];

const samplingFields = ['temperature', 'top_p', 'top_k'] as const;

/**
 * @param version - the value of `anthropic-version`
 * @throws RequestError if a field is missing, invalid, or not accepted by the model or the version
 */
export function decodeMessagesRequest(body: unknown, version: string): MessagesRequest {
  const record = readBody(body);
  assertKnownFields(record, '', version === '2026-10-21' ? withoutSampling : fields);
  const model = readText(record['model'], 'model');
  const rules = rulesOf(model);
  const maxTokens = readMaxTokens(record['max_tokens'], model, rules);
  assertComplete(record['thread']);
  validateMetadata(record['metadata']);
  validateMessages(record['messages'], { ...rules, version });
  const conversation = decodeConversation(record['system'], record['messages']);
  const tools = decodeTools(record['tools'] ?? [], 'tools');
  const choice = decodeToolChoice(record['tool_choice'], tools);
  const thinking = decodeThinking(record['thinking'], rules, maxTokens);
  validateSampling(record, rules, thinking);
  validatePrefill(conversation.prefill, rules);
  validateForcedTools(choice.isForced, rules, thinking);
  return {
    model,
    conversation,
    stream: readOptional(record['stream'], 'stream', readFlag) ?? false,
    includeUsage: true,
    maxTokens,
    stop: readOptional(record['stop_sequences'], 'stop_sequences', readStops) ?? [],
    format: decodeOutputConfig(record, rules, thinking),
    tools: tools.tools,
    toolChoice: choice.toolChoice,
    parallelToolCalls: choice.parallelToolCalls,
    thinking,
    usesCache: countCacheMarks(record, conversation.cacheMarks) > 0,
  };
}

/** A request to count tokens. */
export interface CountRequest {
  readonly model: string;
  readonly text: string;
}

const countedFields = [
  'model',
  'messages',
  'system',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'output_format',
  'billing_policy',
  'cache_control',
  'compaction',
  'context_management',
  'mcp_servers',
  'speed',
];

/** @throws RequestError */
export function decodeCountRequest(body: unknown): CountRequest {
  const record = readBody(body);
  assertKnownFields(record, '', countedFields);
  const { text, cacheMarks } = decodeConversation(record['system'], record['messages']);
  countCacheMarks(record, cacheMarks);
  readOptional(record['tools'], 'tools', decodeTools);
  const tools = JSON.stringify(record['tools'] ?? '');
  return { model: readText(record['model'], 'model'), text: text + tools };
}

const withoutSampling = fields.filter((name) => !samplingFields.some((each) => each === name));

function readBody(body: unknown): JsonRecord {
  if (!isRecord(body)) {
    throw new RequestError('The request body is not valid JSON: expected an object');
  }
  if (findLoneSurrogate(body) === undefined) return body;
  throw new RequestError('The request body is not valid JSON: no low surrogate in string');
}

/** Threads are not stored. The vendor's SDK then sends the complete conversation. */
function assertComplete(value: unknown): void {
  const thread = readOptional(value, 'thread', readRecord) ?? {};
  if (readOptional(thread['type'], 'thread.type', readText) !== 'continue') return;
  throw new RequestError('thread: the thread is not stored', 'thread_not_found');
}

function readMaxTokens(value: unknown, model: string, rules: ModelRules): number {
  const maxTokens = readCount(value, 'max_tokens');
  if (maxTokens <= rules.maxTokens) return maxTokens;
  throw new RequestError(
    `max_tokens: ${maxTokens} > ${rules.maxTokens}, which is the maximum allowed number of output tokens for ${model}`,
  );
}

function validateSampling(record: JsonRecord, rules: ModelRules, thinking: DecodedThinking): void {
  const used = samplingFields.filter(
    (name) => readOptional(record[name], name, readNumber) !== undefined,
  );
  const [first] = used;
  if (first === undefined) return;
  if (!rules.sampling) throw new RequestError(`${first}: not supported by this model`);
  if (thinking.type === 'enabled' || thinking.type === 'adaptive') {
    throw new RequestError(`\`${first}\` may not be set when thinking is enabled`);
  }
  if (used.includes('temperature') && used.includes('top_p')) {
    throw new RequestError('`temperature` and `top_p` cannot both be specified for this model');
  }
  const temperature = record['temperature'];
  if (typeof temperature === 'number' && (temperature < 0 || temperature > 1)) {
    throw new RequestError('temperature: Input should be less than or equal to 1');
  }
}

function validatePrefill(prefill: string | undefined, { prefill: isAccepted }: ModelRules): void {
  if (prefill === undefined) return;
  if (!isAccepted) {
    throw new RequestError('This model does not support assistant message prefill.');
  }
  if (prefill !== prefill.trimEnd()) {
    throw new RequestError('messages: final assistant content cannot end with trailing whitespace');
  }
}

function validateForcedTools(
  isForced: boolean,
  rules: ModelRules,
  { type }: DecodedThinking,
): void {
  if (isForced && !rules.forcedTools) {
    throw new RequestError('tool_choice: this model does not support forced tool use');
  }
  if (isForced && type === 'enabled') {
    throw new RequestError('Thinking may not be enabled when tool_choice forces tool use.');
  }
}

function readStops(value: unknown, path: string): readonly string[] {
  const stops = readList(value, path).map((stop, index) => readText(stop, `${path}.${index}`));
  if (stops.every((stop) => stop.trim() !== '')) return stops;
  throw new RequestError(`${path}: each stop sequence must contain non-whitespace`);
}
