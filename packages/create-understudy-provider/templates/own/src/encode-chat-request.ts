import { ProviderError } from '@understudy/core/provider';
import type { ChatRequest, ContentPart, Message, ProviderEvent } from '@understudy/core/provider';

/**
 * Returns the body of a chat request.
 *
 * @throws ProviderError `unsupported-feature` for content that is not text
 */
export function encodeChatRequest(request: ChatRequest): string {
  return JSON.stringify({
    model: request.model,
    messages: request.messages.map(encodeMessage),
    temperature: request.temperature,
    maxTokens: request.maxOutputTokens,
  });
}

const unsupportedSettings = [
  'topP',
  'topK',
  'stop',
  'seed',
  'presencePenalty',
  'frequencyPenalty',
  'reasoningEffort',
  'providerOptions',
] as const satisfies readonly (keyof ChatRequest)[];

/** Returns a warning for each setting that the request has and My Vendor does not support. */
export function createWarnings(request: ChatRequest): readonly ProviderEvent[] {
  return unsupportedSettings
    .filter((name) => request[name] !== undefined)
    .map((name) => ({ type: 'warning', message: `unsupported setting ignored: ${name}` }));
}

function encodeMessage({ role, content }: Message): object {
  const parts: readonly ContentPart[] =
    typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  return { role, content: parts.map(encodePart).join('') };
}

function encodePart(part: ContentPart): string {
  if (part.type === 'text') return part.text;
  // My Vendor does not accept the reasoning of earlier responses.
  if (part.type === 'reasoning') return '';
  throw new ProviderError({
    code: 'unsupported-feature',
    message: `messages: expected text, received a part of type ${part.type}`,
  });
}
