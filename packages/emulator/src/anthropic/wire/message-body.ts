import { isRecord } from '../../is-record.ts';
import type { Message, MessageBlock, MessageUsage } from '../message/message.ts';

/** Encodes a complete response. */
export function createMessageBody(message: Message, hasUsage: boolean): Record<string, unknown> {
  const { blocks, stopReason, stopSequence, usage } = message;
  return {
    ...createMessageHead(message),
    content: blocks.map(encodeBlock),
    stop_reason: stopReason,
    stop_sequence: stopSequence,
    stop_details: createStopDetails(message),
    ...(hasUsage && { usage: encodeUsage(usage, usage.outputTokens) }),
  };
}

export function createMessageHead({ id, model }: Message): Record<string, unknown> {
  return { id, type: 'message', role: 'assistant', model };
}

export function createStopDetails({ explanation }: Message): object | null {
  return explanation === undefined ? null : { type: 'refusal', category: null, explanation };
}

function encodeBlock(block: MessageBlock): object {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: block.text, citations: null };
    case 'thinking':
      return { type: 'thinking', thinking: block.text, signature: block.signature };
    case 'redacted_thinking':
      return block;
    case 'tool_use':
    case 'server_tool_use':
      return { type: block.type, id: block.id, name: block.name, input: parseInput(block) };
  }
}

/** Arguments that are not valid JSON cannot be part of a complete response. */
export function parseInput({ argumentsText }: { readonly argumentsText: string }): object {
  try {
    const input: unknown = JSON.parse(argumentsText);
    return isRecord(input) ? input : {};
  } catch {
    return {};
  }
}

export function encodeUsage(usage: MessageUsage, outputTokens: number): object {
  return {
    input_tokens: usage.inputTokens,
    cache_creation_input_tokens: usage.cacheWriteTokens,
    cache_read_input_tokens: 0,
    output_tokens: outputTokens,
    output_tokens_details: { thinking_tokens: usage.thinkingTokens },
    service_tier: 'standard',
  };
}
