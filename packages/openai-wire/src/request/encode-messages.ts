import type {
  AssistantMessage,
  JsonObject,
  JsonValue,
  Message,
  ToolCallPart,
  ToolMessage,
} from '@understudy/core/provider';
import { formatToolError, moveResults, optionsOf } from '@understudy/provider-utils';
import type { ToolNames } from '@understudy/provider-utils';
import { warnUnsupportedPart } from '@understudy/provider-utils/internal';
import type { Warn } from '@understudy/provider-utils/internal';

import type { Quirks } from '../quirks.ts';
import { encodeCustomCall, encodeToolCall } from '../tool-call/encode-tool-call.ts';
import { encodeArguments } from './encode-arguments.ts';
import { encodeContent, encodeJoinedText } from './encode-content.ts';
import { encodeReasoning } from './encode-reasoning.ts';
import { joinCallMessages } from './join-call-messages.ts';
import { orderMessages } from './order-messages.ts';
import { ResultFiles } from './result-files.ts';
import { ToolCallPairs } from './tool-call-pairs.ts';
import type { Receiver } from './tool-call-pairs.ts';

/** What the encoder of messages needs to know about the request. */
export interface MessageSettings extends Receiver {
  readonly quirks: Quirks;
  readonly warn: Warn;
  readonly names: ToolNames;
  /** The names of the custom tools in the provider options. */
  readonly customTools: ReadonlySet<string>;
}

/**
 * Encodes messages. Parts that the wire format does not support are omitted with a warning.
 *
 * @throws ProviderError `unsupported-feature` for a message of which nothing would remain
 */
export function encodeMessages(
  conversation: readonly Message[],
  settings: MessageSettings,
): readonly JsonObject[] {
  const { quirks, warn } = settings;
  const messages = moveResults(joinCallMessages(conversation));
  const pairs = new ToolCallPairs(messages, quirks, settings);
  const files = new ResultFiles(settings);
  const encoding = { ...settings, pairs, files };
  const encoded: JsonObject[] = [];
  for (const [index, message] of messages.entries()) {
    addMissingResults(pairs.startMessage(message.role), encoded, warn);
    if (message.role !== 'tool') encoded.push(...files.take());
    const isLast = index === messages.length - 1;
    for (const each of encodeMessage(message, encoding, isLast)) encoded.push(each);
  }
  addMissingResults(pairs.endCalls(), encoded, warn);
  encoded.push(...files.take());
  return trimLast(orderMessages(encoded, quirks, warn));
}

interface MessageEncoding extends MessageSettings {
  readonly pairs: ToolCallPairs;
  readonly files: ResultFiles;
}

function encodeMessage(
  message: Message,
  encoding: MessageEncoding,
  isLast: boolean,
): readonly JsonObject[] {
  const { quirks, provider } = encoding;
  const options = optionsOf(message, provider);
  switch (message.role) {
    case 'system': {
      const content = encodeJoinedText(message.content, encoding, '\n\n');
      return skipIfEmpty({ role: quirks.systemRole ?? 'system', content, ...options }, isLast);
    }
    case 'user': {
      const content = encodeContent(message.content, encoding);
      return skipIfEmpty({ role: 'user', content, ...options }, isLast);
    }
    case 'assistant':
      return encodeAssistant(message, encoding);
    case 'tool':
      return encodeResults(message, encoding);
  }
}

/** Moonshot and Anthropic reject empty messages. The last one is sent, because the vendor must see that it is empty. */
function skipIfEmpty(message: JsonObject, isLast: boolean): readonly JsonObject[] {
  return message['content'] === '' && !isLast ? [] : [message];
}

/** Text, calls and reasoning have one field each, so their order is lost. */
function encodeAssistant(
  message: AssistantMessage,
  encoding: MessageEncoding,
): readonly JsonObject[] {
  const { quirks, warn, provider } = encoding;
  const content =
    typeof message.content === 'string'
      ? [{ type: 'text', text: message.content } as const]
      : message.content;
  for (const part of content) warnIfOmitted(part, warn);
  const text = encodeJoinedText(
    content.filter((part) => part.type === 'text'),
    encoding,
  );
  const calls = content.filter((part) => part.type === 'tool-call');
  if (text === '' && calls.length === 0) return [];
  return [
    {
      role: 'assistant',
      ...(text === '' ? encodeNoText(quirks) : { content: text }),
      ...encodeReasoning(content, quirks),
      ...(calls.length > 0 && { tool_calls: encodeCalls(calls, encoding) }),
      ...optionsOf(message, provider),
    },
  ];
}

function encodeNoText({ callOnlyContent = 'null' }: Quirks): JsonObject {
  switch (callOnlyContent) {
    case 'null':
      return { content: null };
    case 'empty':
      return { content: '' };
    case 'omitted':
      return {};
  }
}

type AssistantPart = Exclude<AssistantMessage['content'], string>[number];

/** Omitted reasoning is not reported, because a model does not need it. */
function warnIfOmitted(part: AssistantPart, warn: Warn): void {
  switch (part.type) {
    case 'text':
    case 'reasoning':
    case 'tool-call':
      return;
    case 'file':
      warn('file omitted: assistant messages cannot contain files');
      return;
    default:
      warnUnsupportedPart(part, warn);
  }
}

function encodeCalls(
  calls: readonly ToolCallPart[],
  { provider, quirks, warn, names, customTools, pairs }: MessageEncoding,
): readonly JsonObject[] {
  // Gemini signs only the first of parallel calls.
  const isSigned = calls.some(({ signature }) => signature !== undefined);
  return calls.map((call, index) => {
    const placeholder = index === 0 && !isSigned ? quirks.placeholderSignature : undefined;
    const id = pairs.addCall(call);
    if (customTools.has(call.name)) {
      return { ...encodeCustomCall(id, call), ...optionsOf(call, provider) };
    }
    const encoded = encodeToolCall({
      id,
      name: names.encode(call.name),
      argumentsText: encodeArguments(call.argumentsText, warn),
      signature: call.signature ?? placeholder,
      providerMetadata: call.providerMetadata,
    });
    return { ...encoded, ...optionsOf(call, provider) };
  });
}

/**
 * The wire format has one message per result. It has no field for `isError`, so the text reports a failure.
 * Results are text only. Their files follow in a message of the user.
 */
function encodeResults({ content }: ToolMessage, encoding: MessageEncoding): readonly JsonObject[] {
  const { provider, warn, pairs, files } = encoding;
  return content.flatMap((result) => {
    const { toolCallId, output, parts = [], isError } = result;
    const id = pairs.addResult(toolCallId);
    if (id === undefined) {
      warn('tool result omitted: no tool call before it has its id');
      return [];
    }
    const texts = parts.filter((part) => part.type === 'text');
    const isText = texts.length === parts.length;
    const hasFiles = !isText && files.add(id, parts);
    const plain = output === '' && hasFiles ? '(files follow)' : output;
    const joined = isText ? encodeJoinedText(texts, encoding, '\n') : '';
    const text = joined === '' ? plain : joined;
    const options = optionsOf(result, provider);
    return [
      { role: 'tool', tool_call_id: id, content: encodeResultText(text, isError), ...options },
    ];
  });
}

function encodeResultText(content: string | readonly JsonObject[], isError = false): JsonValue {
  if (typeof content !== 'string') {
    return isError ? [{ type: 'text', text: 'The tool failed.' }, ...content] : content;
  }
  // Moonshot rejects an empty result.
  const text = content === '' ? '(no output)' : content;
  return isError ? formatToolError(text) : text;
}

/** Vendors reject a call that is not followed by its result. */
function addMissingResults(ids: readonly string[], encoded: JsonObject[], warn: Warn): void {
  for (const id of ids) {
    warn('result added to a tool call without one: "No result."');
    encoded.push({ role: 'tool', tool_call_id: id, content: 'No result.' });
  }
}

/** Anthropic's models, behind several vendors, reject white space at the end of a response to be continued. */
function trimLast(messages: readonly JsonObject[]): readonly JsonObject[] {
  const last = messages.at(-1);
  if (last?.['role'] !== 'assistant' || typeof last['content'] !== 'string') return messages;
  const content = last['content'].trimEnd();
  return content === last['content'] ? messages : [...messages.slice(0, -1), { ...last, content }];
}
