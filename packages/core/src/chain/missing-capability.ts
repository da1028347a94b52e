import type { ChatRequest } from '../chat/chat-request.ts';
import type { ContentPart } from '../chat/message.ts';
import type { ProviderCapabilities } from '../provider/provider-definition.ts';

/** What a request needs and a provider lacks; undefined when it can take the request. */
export function missingCapability(
  request: ChatRequest,
  capabilities: ProviderCapabilities,
): keyof ProviderCapabilities | undefined {
  if (!capabilities.tools && needsTools(request)) return 'tools';
  if (!capabilities.images && has(request, 'image')) return 'images';
  if (!capabilities.files && has(request, 'file')) return 'files';
  if (!capabilities.json && request.responseFormat?.type === 'json') return 'json';
  return undefined;
}

function needsTools(request: ChatRequest): boolean {
  return (
    (request.tools?.length ?? 0) > 0 || has(request, 'tool-call') || has(request, 'tool-result')
  );
}

function has({ messages }: ChatRequest, wanted: ContentPart['type']): boolean {
  return messages.some(
    ({ content }) => typeof content !== 'string' && content.some(({ type }) => type === wanted),
  );
}
