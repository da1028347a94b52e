import { toUnderstudyError } from '../chain/attempt-errors.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { ModelList, ProviderPorts } from '../provider/provider.ts';
import { invalidValue } from '../registry/configuration-reader.ts';
import type { ProviderRegistry } from '../registry/provider-registry.ts';
import { findSignal, readModelsOptions } from '../request/read-call-options.ts';
import type { CallScope } from '../scope/call-scope.ts';

/** Options of `models()`. */
export interface ModelsOptions {
  /** Aborts the call. It then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Sent with the request, in addition to the provider's own headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface ModelsServices {
  readonly registry: ProviderRegistry;
  readonly ports: ProviderPorts;
  readonly scope: CallScope;
}

/** Returns the models that the vendor offers now, or those of the definition if the provider cannot list them. */
export async function listModels(
  id: string,
  options: ModelsOptions,
  { registry, ports, scope }: ModelsServices,
): Promise<ModelList> {
  scope.assertOpen();
  const { headers = {} } = readModelsOptions(options, 'options');
  const callerSignal = findSignal(options);
  if (typeof id !== 'string') throw invalidValue('provider', 'the id of a provider', id);
  const definition = registry.find(id);
  const { timeouts, limits } = registry.defaults;
  const { totalMs, createMs } = timeouts;
  const run = {
    name: `models("${id}")`,
    callerSignal,
    timeout: { ms: totalMs, createError: () => timeoutError(totalMs) },
  };
  try {
    return await scope.run(run, async (signal) => {
      const provider = await registry.open(definition, createMs);
      const models = await provider.models?.({ ...ports, provider: id, signal, headers, limits });
      return models ? { models, source: 'live' } : { models: definition.models, source: 'static' };
    });
  } catch (error) {
    if (callerSignal?.aborted === true) throw callerSignal.reason;
    throw toUnderstudyError(error, { provider: id, model: '', phase: 'headers', partialText: '' });
  }
}

function timeoutError(totalMs: number): ProviderError {
  const message = `no list of models within ${totalMs / 1000} s (timeouts.totalMs)`;
  return new ProviderError({ code: 'timeout', message, phase: 'total' });
}
