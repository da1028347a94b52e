import type { ChatRequest } from '../chat/chat-request.ts';
import type { Route } from '../registry/route.ts';
import { sanitizeMessages } from './sanitize-messages.ts';

/**
 * A request as a route's provider is to see it: its own name of the model, its own parameters and
 * options, and no artefact of another vendor.
 */
export function prepareRequest(route: Route, request: ChatRequest): ChatRequest {
  const { definition, model, parameters } = route;
  const { providerOptions, ...rest } = request;
  const own =
    providerOptions && Object.hasOwn(providerOptions, definition.id)
      ? providerOptions[definition.id]
      : undefined;
  return {
    ...rest,
    ...parameters,
    model,
    messages: sanitizeMessages(request.messages, definition.id),
    ...(own && { providerOptions: { [definition.id]: own } }),
  };
}
