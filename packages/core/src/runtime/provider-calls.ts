import { toUnderstudyError } from '../chain/attempt/attempt-errors.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { invalidValue } from '../input/readers.ts';
import type { ProviderDefinition } from '../provider/provider-definition.ts';
import type {
  ModelList,
  ProviderCallContext,
  Provider,
  ProviderPorts,
} from '../provider/provider.ts';
import { readModels, readResult, readTokenCount } from '../provider/read-result.ts';
import type { ProviderRegistry } from '../registry/provider-registry.ts';
import { prepareRequest } from '../request/prepare-request.ts';
import { readProviderCallOptions } from '../request/read-call-options.ts';
import { readRequest } from '../request/read-request.ts';
import type { CallScope } from '../scope/call-scope.ts';

/** Options of `models()` and `countTokens()`. */
export interface ProviderCallOptions {
  /** Aborts the call. It then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Sent with the request, in addition to the provider's own headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The number of input tokens of a request, and the target that counted them. */
export interface CountedTokens {
  readonly inputTokens: number;
  readonly provider: string;
  readonly model: string;
}

export interface ProviderCallServices {
  readonly registry: ProviderRegistry;
  readonly ports: ProviderPorts;
  readonly scope: CallScope;
}

/** Returns the models that the vendor offers now, or those of the definition if the provider cannot list them. */
export async function listModels(
  id: string,
  options: ProviderCallOptions,
  services: ProviderCallServices,
): Promise<ModelList> {
  services.scope.assertOpen();
  const checked = readProviderCallOptions(options);
  if (typeof id !== 'string') throw invalidValue('provider', 'the id of a provider', id);
  const definition = services.registry.find(id);
  const call = { name: `models("${id}")`, result: 'list of models', model: '', definition };
  return callProvider(call, checked, services, async (provider, context) => {
    if (!provider.models) return { models: definition.models, source: 'static' };
    const models = readResult(readModels, await provider.models(context), 'models()');
    return { models, source: 'live' };
  });
}

/** Counts the input tokens of a request at its first target. */
export async function countTokens(
  input: unknown,
  options: ProviderCallOptions,
  services: ProviderCallServices,
): Promise<CountedTokens> {
  services.scope.assertOpen();
  const checked = readProviderCallOptions(options);
  const { model: reference, content } = readRequest(input);
  const [route] = services.registry.resolve(reference).routes;
  if (!route) throw invalidValue('model', 'a model with a target', reference);
  const { definition, model } = route;
  const target = { provider: definition.id, model };
  const { request } = prepareRequest(route, content);
  const call = {
    name: `countTokens("${definition.id}")`,
    result: 'token count',
    model,
    definition,
  };
  return callProvider(call, checked, services, async (provider, context) => {
    if (!provider.countTokens) throw cannotCount();
    const counted = await provider.countTokens(request, context);
    return { ...readResult(readTokenCount, counted, 'countTokens()'), ...target };
  });
}

function cannotCount(): ProviderError {
  const message = 'provider cannot count tokens';
  return new ProviderError({ code: 'unsupported-feature', message });
}

interface ProviderCallDetails {
  readonly name: string;
  /** What the call returns, for the message of a timeout. */
  readonly result: string;
  readonly model: string;
  readonly definition: ProviderDefinition;
}

/** Runs a call that is not a chat: with the limits of the runtime, and without retries. */
async function callProvider<Value>(
  { name, result, model, definition }: ProviderCallDetails,
  { signal: callerSignal, headers = {} }: ProviderCallOptions,
  { registry, ports, scope }: ProviderCallServices,
  work: (provider: Provider, context: ProviderCallContext) => Promise<Value>,
): Promise<Value> {
  const { timeouts, limits } = registry.defaults;
  const { totalMs, createMs } = timeouts;
  const provider = definition.id;
  const timeout = { ms: totalMs, createError: () => timeoutError(result, totalMs) };
  try {
    return await scope.run({ name, callerSignal, timeout }, async (signal) => {
      const created = await registry.open(definition, createMs);
      return work(created, { ...ports, provider, signal, headers, limits });
    });
  } catch (error) {
    if (callerSignal?.aborted === true) throw callerSignal.reason;
    throw toUnderstudyError(error, { provider, model, phase: 'headers', partialText: '' });
  }
}

function timeoutError(result: string, totalMs: number): ProviderError {
  const message = `no ${result} within ${totalMs / 1000} s (timeouts.totalMs)`;
  return new ProviderError({ code: 'timeout', message, phase: 'total' });
}
