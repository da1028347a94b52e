import type { ChatRequest } from '../chat/chat-request.ts';
import type { ChainSettings } from '../di/tokens.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { Route } from '../registry/route.ts';
import type { AttemptPlan } from './attempt-run.ts';
import type { ChainCall } from './chain-call.ts';
import { missingCapability } from './missing-capability.ts';
import { resolveTimeouts } from './resolve-timeouts.ts';

/**
 * How a route is to be tried.
 *
 * @throws ProviderError `unsupported-feature` when the provider lacks what the request needs
 */
export function planAttempt(route: Route, call: ChainCall, settings: ChainSettings): AttemptPlan {
  const { definition, model } = route;
  const missing = missingCapability(call.request, definition.capabilities);
  if (missing !== undefined) {
    const message = `expected a request without ${missing}, which it can't take`;
    throw new ProviderError(
      { code: 'unsupported-feature', message },
      { provider: definition.id, model, phase: 'connect', partial: '' },
    );
  }
  return {
    route,
    request: requestFor(route, call.request),
    timeouts: resolveTimeouts(settings.timeouts, call.options.timeouts),
    headers: call.options.headers ?? {},
    spendable: settings.maxAttempts - 1,
  };
}

/** What a provider is given: its own name of the model, and its own options only. */
function requestFor({ definition, model }: Route, request: ChatRequest): ChatRequest {
  const { providerOptions, ...rest } = request;
  const own =
    providerOptions && Object.hasOwn(providerOptions, definition.id)
      ? providerOptions[definition.id]
      : undefined;
  return { ...rest, model, ...(own && { providerOptions: { [definition.id]: own } }) };
}
