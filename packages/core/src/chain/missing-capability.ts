import type { ChatRequest } from '../chat/chat-request.ts';
import type { ContentPart } from '../chat/message.ts';
import type { ProviderCapabilities } from '../provider/provider-definition.ts';

/** What a request needs and a provider lacks; undefined when it can take the request. */
export function missingCapability(
  request: ChatRequest,
  capabilities: ProviderCapabilities,
): keyof ProviderCapabilities | undefined {
  const parts = request.messages.flatMap(({ content }): readonly ContentPart[] =>
    typeof content === 'string' ? [] : content,
  );
  const has = (...types: readonly string[]): boolean =>
    parts.some(({ type }) => types.includes(type));
  const tools = (request.tools?.length ?? 0) > 0 || has('tool-call', 'tool-result');
  if (tools && !capabilities.tools) return 'tools';
  if (has('image') && !capabilities.images) return 'images';
  if (has('file') && !capabilities.files) return 'files';
  if (request.responseFormat?.type === 'json' && !capabilities.json) return 'json';
  return undefined;
}
