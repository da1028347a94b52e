import type { WarningEvent } from '../chat/chat-event.ts';
import type { ChatRequest, RequestContent } from '../chat/chat-request.ts';
import type { TargetParameters } from '../registry/chain/chain-definition.ts';
import type { Route } from '../registry/route/route.ts';
import { omitRepeatedTools } from './omit-repeated-tools.ts';
import { sanitizeMessages } from './sanitize-messages.ts';
import { keepOwnOptions, selectOptions } from './select-options.ts';

/** The request for one target, and its differences from the request of the chat. */
export interface PreparedRequest {
  readonly request: ChatRequest;
  readonly warnings: readonly WarningEvent[];
}

/**
 * Returns the request for the provider of a route: with the vendor's name of the model, the parameters and options
 * for this target, and without signatures of other providers and models.
 */
export function prepareRequest(route: Route, content: RequestContent): PreparedRequest {
  const { definition, model, parameters, maxOutputTokens = Number.POSITIVE_INFINITY } = route;
  const applied = applyParameters(content, parameters);
  const { tools, warnings } = omitRepeatedTools(applied.tools ?? []);
  const own = selectOptions(route, applied.providerOptions, route.providerOptions);
  const request = {
    ...applied,
    model,
    messages: sanitizeMessages(content.messages, route),
    tools: applied.tools && tools.map((tool) => keepOwnOptions(tool, route)),
    providerOptions: own && { [definition.id]: own },
  };
  if ((request.maxOutputTokens ?? 0) <= maxOutputTokens) return { request, warnings };
  const message = `maxOutputTokens lowered to ${maxOutputTokens}, the maximum of ${model}`;
  return {
    request: { ...request, maxOutputTokens },
    warnings: [...warnings, { type: 'warning', message }],
  };
}

/** A parameter that is null leaves the field out. */
function applyParameters(content: RequestContent, parameters?: TargetParameters): RequestContent;
function applyParameters(content: object, parameters: object = {}): object {
  if (Object.keys(parameters).length === 0) return content;
  const fields = Object.entries({ ...content, ...parameters });
  return Object.fromEntries(fields.filter(([, value]) => value !== null));
}
