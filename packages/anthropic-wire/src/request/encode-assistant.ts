import type {
  AssistantMessage,
  AssistantPart,
  JsonObject,
  ReasoningPart,
  TextPart,
  ToolCallPart,
} from '@understudy/core/provider';
import { encodeCallInput, optionsOf } from '@understudy/provider-utils';
import { isComplete, warnUnsupportedPart } from '@understudy/provider-utils/internal';

import { readCallFields } from '../block/call-fields.ts';
import { readServerBlock } from '../block/server-block.ts';
import { addOptions, isBlank } from './encode-block.ts';
import type { Encoding, MessageEncoding } from './encode-block.ts';
import { encodeToolId } from './encode-tool-id.ts';

/** Encodes the parts of an assistant message, in their order. `encodeTurn` moves calls behind text. */
export function encodeAssistant(
  content: Exclude<AssistantMessage['content'], string>,
  encoding: MessageEncoding,
): readonly JsonObject[] {
  return content.flatMap((part) => {
    const options = optionsOf(part, encoding.provider);
    if (isComplete(options)) return [options];
    const block = encodePart(part, encoding);
    // The API rejects cache marks on reasoning.
    const own = part.type === 'reasoning' ? {} : options;
    return block ? [addOptions(block, own)] : [];
  });
}

function encodePart(part: AssistantPart, encoding: MessageEncoding): JsonObject | undefined {
  switch (part.type) {
    case 'text':
      return encodeText(part);
    case 'reasoning':
      return encodeReasoning(part, encoding);
    case 'tool-call':
      return encodeToolCall(part, encoding);
    case 'file':
      encoding.warn('file omitted: assistant messages cannot contain files');
      return undefined;
    default:
      warnUnsupportedPart(part, encoding.warn);
      return undefined;
  }
}

function encodeText({ text, providerMetadata }: TextPart): JsonObject | undefined {
  if (isBlank(text)) return readServerBlock(providerMetadata);
  const citations = providerMetadata?.citations;
  return { type: 'text', text, ...(citations !== undefined && { citations }) };
}

/**
 * Reasoning without a signature is omitted, because Claude rejects it. Servers with other models send it without one,
 * and require it in the next request. Reasoning without text is redacted, unless it is marked: the API can withhold the
 * text of a block that is not redacted.
 */
function encodeReasoning(
  { text, signature, providerMetadata }: ReasoningPart,
  { unsignedThinking }: MessageEncoding,
): JsonObject | undefined {
  if (signature === undefined) {
    const isKept = unsignedThinking && text !== '' && providerMetadata?.signature === '';
    return isKept ? { type: 'thinking', thinking: text, signature: '' } : undefined;
  }
  return text === '' && providerMetadata?.type !== 'thinking'
    ? { type: 'redacted_thinking', data: signature }
    : { type: 'thinking', thinking: text, signature };
}

function encodeToolCall(
  { id, name, argumentsText, providerMetadata = {} }: ToolCallPart,
  { names, schemas, warn }: Encoding,
): JsonObject {
  const sent = names.encode(name);
  const input = schemas.encodeInput(sent, encodeCallInput(argumentsText, warn));
  const fields = readCallFields(providerMetadata);
  return { type: 'tool_use', id: encodeToolId(id), name: sent, input, ...fields };
}
