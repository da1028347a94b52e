import { ProviderError } from '@understudy/core/provider';
import type { ChatRequest, ContentPart, Message, ProviderEvent } from '@understudy/core/provider';

/**
 * The body by which Acme is asked.
 *
 * @throws ProviderError `unsupported-feature` for what is not text
 */
export function encodeChatRequest(request: ChatRequest): string {
  return JSON.stringify({
    model: request.model,
    turns: request.messages.map(encodeMessage),
    heat: request.temperature,
    longest: request.maxOutputTokens,
  });
}

const unplaced = [
  'topP',
  'stop',
  'seed',
  'presencePenalty',
  'frequencyPenalty',
  'reasoningEffort',
  'providerOptions',
] as const satisfies readonly (keyof ChatRequest)[];

/** A warning for each setting that would change the answer, and that Acme has no place for. */
export function warnUnplaced(request: ChatRequest): readonly ProviderEvent[] {
  return unplaced
    .filter((name) => request[name] !== undefined)
    .map((name) => ({
      type: 'warning',
      message: `Acme has no place for ${name}: the answer comes without`,
    }));
}

const speakers = { system: 'director', user: 'visitor', assistant: 'acme', tool: 'tool' } as const;

function encodeMessage({ role, content }: Message): object {
  const parts: readonly ContentPart[] =
    typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  return { speaker: speakers[role], words: parts.map(readPart).join('') };
}

function readPart(part: ContentPart): string {
  if (part.type === 'text') return part.text;
  // What another model thought means nothing to this one.
  if (part.type === 'reasoning') return '';
  throw new ProviderError({
    code: 'unsupported-feature',
    message: `messages: expected text, and a part of type ${part.type} came, which Acme can't take`,
  });
}
