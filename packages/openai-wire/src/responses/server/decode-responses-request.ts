import type {
  ChatRequest,
  JsonObject,
  JsonValue,
  ProviderOptions,
  SystemMessage,
} from '@understudy/core/provider';
import { isJsonObject, readString } from '@understudy/provider-utils';
import {
  collectWarnings,
  readBooleanValue,
  readCountValue,
  readEnum,
  readField,
  readNumberValue,
  readObjectValue,
  readOptional,
  readTextValue,
  reasoningEfforts,
} from '@understudy/provider-utils/internal';
import type { Field, Warn } from '@understudy/provider-utils/internal';

import { decodeMetadata } from '../../request/decode/decode-metadata.ts';
import { sharedFields } from '../../request/decode/part-options.ts';
import { needsStore, runsInBackground } from '../response-errors.ts';
import { findClientTools, findToolLists, findTools } from './client-tools.ts';
import type { ClientTools } from './client-tools.ts';
import { wireFormat } from './decode-item-content.ts';
import { decodeInput } from './decode-items.ts';
import {
  decodeFormat,
  decodeToolChoice,
  decodeTools,
  findAllowedTools,
  findVendorTools,
  isFunctionTool,
} from './decode-tools.ts';

/** The result of `decodeResponsesRequest()`. */
export interface DecodedRequest {
  /**
   * What has no counterpart is in `providerOptions['openai-responses']` of the request, its messages, parts and tools.
   */
  readonly request: ChatRequest;
  /** Whether the client requests a stream. */
  readonly stream: boolean;
  /** The tools of the client that have another form here. Pass them to the encoders of the response. */
  readonly clientTools: ClientTools;
  /** One message for each field that only targets with the same format receive. */
  readonly warnings: readonly string[];
}

/**
 * Decodes the body of a `POST /responses` request. Nothing is stored, so a request cannot continue an earlier one.
 *
 * Encoded again for the same API, the request has the same content: fields, items, parts and tools without a
 * counterpart are kept as options. Other targets do not receive them.
 *
 * @throws ConfigurationError `invalid-request` with the path of the field
 * @throws ProviderError `unsupported-parameter` for a field that needs a store
 */
export function decodeResponsesRequest(json: unknown): DecodedRequest {
  const body = readObjectValue({ value: json, path: 'body' });
  assertStateless(body);
  const options = findOptions(body);
  const { warnings, warn } = collectWarnings();
  return {
    request: {
      ...decodeFields(body, warn),
      ...(Object.keys(options).length > 0 && {
        providerOptions: { [wireFormat]: options, ...findChatOptions(options) },
      }),
    },
    stream: readOptional(readField(body, 'stream'), readBooleanValue) ?? false,
    clientTools: findClientTools(findTools(body)),
    warnings: [
      ...[
        ...Object.keys(options)
          .filter((name) => !partlyDecoded.includes(name))
          .map((name) => JSON.stringify(name.slice(0, 64))),
        ...findVendorTools(findTools(body)),
      ].map((name) => `sent only to targets with the same format: ${name}`),
      ...warnings,
    ],
  };
}

function assertStateless(body: JsonObject): void {
  if (body.background === true) throw runsInBackground('background');
  for (const name of ['previous_response_id', 'conversation']) {
    if (readField(body, name).value !== undefined) throw needsStore(name);
  }
}

function decodeFields(body: JsonObject, warn: Warn): ChatRequest {
  const number = (name: string): number | undefined =>
    readOptional(readField(body, name), readNumberValue);
  const text = readOptional(readField(body, 'text'), readObjectValue) ?? {};
  const reasoning = readOptional(readField(body, 'reasoning'), readObjectValue) ?? {};
  const instructions = readOptional(readField(body, 'instructions'), readTextValue);
  const system: readonly SystemMessage[] =
    instructions === undefined ? [] : [{ role: 'system', content: instructions }];
  const choice = readField(body, 'tool_choice');
  const allowed = findAllowedTools(choice);
  const tools = decodeTools(findTools(body));
  const user = readOptional(readField(body, 'safety_identifier'), readTextValue);
  return {
    model: readTextValue(readField(body, 'model')),
    messages: [...system, ...decodeInput(readField(body, 'input'), warn)],
    maxOutputTokens: readOptional(readField(body, 'max_output_tokens'), readCountValue),
    tools: allowed ? tools.filter(({ name }) => allowed.includes(name)) : tools,
    toolChoice: readOptional(choice, decodeToolChoice),
    parallelToolCalls: readOptional(readField(body, 'parallel_tool_calls'), readBooleanValue),
    responseFormat: readOptional(readField(text, 'format', 'text'), decodeFormat),
    reasoningEffort: readOptional(readField(reasoning, 'effort', 'reasoning'), decodeEffort),
    temperature: number('temperature'),
    topP: number('top_p'),
    user: user ?? readOptional(readField(body, 'user'), readTextValue),
    metadata: readOptional(readField(body, 'metadata'), (field) => decodeMetadata(field, warn)),
  };
}

function decodeEffort(field: Field): NonNullable<ChatRequest['reasoningEffort']> {
  return readEnum(field, reasoningEfforts);
}

/** Fields with a counterpart. They are not options. */
const decoded: ReadonlySet<string> = new Set([
  'model',
  'input',
  'instructions',
  'max_output_tokens',
  'tools',
  'parallel_tool_calls',
  'temperature',
  'top_p',
  'safety_identifier',
  'user',
  'metadata',
  'stream',
  // The vendor stores nothing, whatever the client requests.
  'store',
  'background',
  'tool_choice',
]);

/**
 * Whether a field is one of Codex for OpenAI's own servers, which the public API and other vendors reject. The public
 * API has `access_programs` with another content.
 */
function isInternal(name: string, value: JsonValue): boolean {
  if (name === 'access_programs') return isJsonObject(value) && !Object.hasOwn(value, 'cyber');
  return name === 'client_metadata';
}

/** Fields with a counterpart that are options too, because the counterpart does not contain all of them. */
const partlyDecoded: readonly string[] = ['reasoning', 'text', 'tools', 'tool_choice', 'include'];

function findOptions(body: JsonObject): JsonObject {
  const { tool_choice: choice = null } = body;
  const others = Object.entries(body).filter(
    ([name, value]) => !decoded.has(name) && value !== null && !isInternal(name, value),
  );
  const isOther = isJsonObject(choice) && choice.type !== 'function';
  const isSelection = isJsonObject(choice) && choice.type === 'allowed_tools';
  const options: Record<string, JsonValue> = {
    ...Object.fromEntries(others),
    // Then all tools are kept, so that their order is. Those in items are not sent twice.
    ...((isSelection || !hasOnlyFunctions(body)) && { tools: body.tools ?? [] }),
    ...(isOther && { tool_choice: choice }),
  };
  return options;
}

/** Returns the options that chat completions have too. */
function findChatOptions(options: JsonObject): ProviderOptions {
  const shared = Object.entries(options).filter(([name]) => sharedFields.includes(name));
  const verbosity = readString(options.text, 'verbosity');
  const ofChat: JsonObject = {
    ...Object.fromEntries(shared),
    ...(verbosity !== undefined && { verbosity }),
  };
  return Object.keys(ofChat).length > 0 ? { 'openai-chat': ofChat } : {};
}

function hasOnlyFunctions(body: JsonObject): boolean {
  return findToolLists(body).length === 0 && findTools(body).every(isFunctionTool);
}
