import type { ChatRequest } from '../chat/chat-request.ts';
import type { Route } from '../registry/route.ts';
import { sanitizeMessages } from './sanitize-messages.ts';

/**
 * Returns the request for the provider of a route: with the vendor's name of the model, the parameters and options
 * for this target, and without signatures of other providers.
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
