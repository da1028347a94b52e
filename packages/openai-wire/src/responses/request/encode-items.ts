import type {
  AssistantMessage,
  AssistantPart,
  JsonObject,
  JsonValue,
  Message,
  SystemMessage,
  ToolCallPart,
  ToolMessage,
  ToolResultPart,
  UserMessage,
} from '@understudy/core/provider';
import { formatToolError, moveResults, optionsOf } from '@understudy/provider-utils';
import { isComplete, warnUnsupportedPart } from '@understudy/provider-utils/internal';

import { encodeArguments } from '../../request/encode-arguments.ts';
import { joinCallMessages } from '../../request/join-call-messages.ts';
import { ToolCallPairs } from '../../request/tool-call-pairs.ts';
import { customCallType, readCustomInput } from '../../tool-call/custom-call.ts';
import { readCallFields } from '../call-fields.ts';
import { readKeptItem } from '../kept-item.ts';
import { encodeContent, encodeParts } from './encode-content.ts';
import {
  encodeMissingResults,
  removeLostCallers,
  removeUnanswered,
  removeUnfollowed,
} from './item-rules.ts';
import type { ItemSettings } from './item-settings.ts';

/** The API accepts ids of 64 characters. */
const maxIdLength = 64;

interface Encoding extends ItemSettings {
  readonly pairs: ToolCallPairs;
  /** The ids of calls of custom tools. */
  readonly customCalls: Set<string>;
  /** The programs that called functions, by the id of the call. */
  readonly callers: Map<string, JsonValue>;
}

/**
 * Encodes messages as items of the field `input`. Ids of items are omitted, because nothing is stored.
 *
 * @throws ProviderError `unsupported-feature` for a message of which nothing would remain
 */
export function encodeItems(
  conversation: readonly Message[],
  settings: ItemSettings,
): readonly JsonObject[] {
  const messages = moveResults(joinCallMessages(conversation));
  const pairs = new ToolCallPairs(
    messages,
    { maxToolCallIdLength: maxIdLength, ...settings.quirks },
    settings,
  );
  const encoding = {
    ...settings,
    pairs,
    customCalls: new Set<string>(),
    callers: new Map<string, JsonValue>(),
  };
  const items = messages.flatMap((message, index) => [
    ...encodeMissingResults(pairs.startMessage(message.role), encoding),
    ...encodeMessage(message, encoding, index === messages.length - 1),
  ]);
  const complete = [...items, ...encodeMissingResults(pairs.endCalls(), encoding)];
  return removeUnfollowed(removeLostCallers(removeUnanswered(complete, settings.warn)));
}

function encodeMessage(
  message: Message,
  encoding: Encoding,
  isLast: boolean,
): readonly JsonObject[] {
  switch (message.role) {
    case 'system':
    case 'user':
      return encodeInput(message, encoding, isLast);
    case 'assistant':
      return encodeAssistant(message, encoding);
    case 'tool':
      return encodeResults(message, encoding);
  }
}

/** An empty message is sent only if it is the last one, because the vendor must see that it is empty. */
function encodeInput(
  message: SystemMessage | UserMessage,
  encoding: Encoding,
  isLast: boolean,
): readonly JsonObject[] {
  const role = message.role === 'system' ? encoding.systemRole : 'user';
  const content = encodeContent(message.content, encoding);
  if (content === '' && !isLast) return [];
  return [{ role, content, ...optionsOf(message, encoding.provider) }];
}

function encodeAssistant(message: AssistantMessage, encoding: Encoding): readonly JsonObject[] {
  const { content } = message;
  const parts = typeof content === 'string' ? [{ type: 'text', text: content } as const] : content;
  const own = optionsOf(message, encoding.provider);
  return parts.flatMap((part) => {
    const options = optionsOf(part, encoding.provider);
    // Options with a `type` are the complete item.
    if (isComplete(options)) return [options];
    const item = encodePart(part, encoding);
    return item ? [{ ...item, ...(item.role === 'assistant' && own), ...options }] : [];
  });
}

function encodePart(part: AssistantPart, encoding: Encoding): JsonObject | undefined {
  switch (part.type) {
    case 'text': {
      const phase = part.providerMetadata?.phase;
      // A text without content can represent an item without a counterpart.
      if (part.text === '') return readKeptItem(part.providerMetadata?.item);
      return { role: 'assistant', content: part.text, ...(phase !== undefined && { phase }) };
    }
    case 'reasoning': {
      const { text, signature } = part;
      if (signature === undefined) return undefined;
      const summary = text === '' ? [] : [{ type: 'summary_text', text }];
      return { type: 'reasoning', summary, encrypted_content: signature };
    }
    case 'tool-call':
      return encodeCall(part, encoding);
    case 'file':
      encoding.warn('file omitted: assistant messages cannot contain files');
      return undefined;
    default:
      warnUnsupportedPart(part, encoding.warn);
      return undefined;
  }
}

function encodeCall(call: ToolCallPart, encoding: Encoding): JsonObject {
  const { argumentsText, providerMetadata: metadata = {} } = call;
  const id = encoding.pairs.addCall(call);
  const { namespace, type } = metadata;
  const fields = readCallFields(metadata);
  if (fields.caller !== undefined) encoding.callers.set(id, fields.caller);
  const isNamespaced = typeof namespace === 'string' && call.name.startsWith(`${namespace}__`);
  const tool = isNamespaced
    ? { name: call.name.slice(namespace.length + 2), namespace }
    : { name: call.name };
  if (type === customCallType) {
    encoding.customCalls.add(id);
    const input = readCustomInput(argumentsText);
    return { type: customCallType, call_id: id, ...tool, input, ...fields };
  }
  return {
    type: 'function_call',
    call_id: id,
    ...(isNamespaced ? tool : { name: encoding.names.encode(call.name) }),
    arguments: encodeArguments(argumentsText, encoding.warn),
    ...fields,
  };
}

function encodeResults({ content }: ToolMessage, encoding: Encoding): readonly JsonObject[] {
  return content.flatMap((result) => {
    const id = encoding.pairs.addResult(result.toolCallId);
    if (id === undefined) {
      encoding.warn('tool result omitted: no tool call before it has its id');
      return [];
    }
    const type = encoding.customCalls.has(id) ? 'custom_tool_call_output' : 'function_call_output';
    const output = encodeOutput(result, encoding);
    const caller = encoding.callers.get(id);
    const options = optionsOf(result, encoding.provider);
    return [{ type, call_id: id, output, ...(caller !== undefined && { caller }), ...options }];
  });
}

/**
 * The API has no field for `isError`, so the text reports a failure. The output is sent if the API supports none
 * of the parts.
 */
function encodeOutput(
  { output, parts = [], isError }: ToolResultPart,
  encoding: Encoding,
): string | readonly JsonObject[] {
  const encoded = encodeParts(parts, encoding);
  const content = encoded === '' ? output : encoded;
  if (isError !== true) return content;
  if (typeof content !== 'string') {
    return [{ type: 'input_text', text: 'The tool failed.' }, ...content];
  }
  return formatToolError(content);
}
