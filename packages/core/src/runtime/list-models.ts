import { onAbort } from '../chain/on-abort.ts';
import { toUnderstudyError } from '../chain/to-understudy-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { ModelInfo, ProviderPorts } from '../provider/provider.ts';
import type { ProviderRegistry } from '../registry/provider-registry.ts';

/** What a question for models may set. */
export interface ModelsOptions {
  /** Ends the question at once; its reason is what it then rejects with. */
  readonly signal?: AbortSignal | undefined;
  /** Sent with the request, beside the provider's own. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface ModelsServices {
  readonly registry: ProviderRegistry;
  readonly ports: ProviderPorts;
}

/** The models that a provider's vendor offers, or those of its definition where it tells none. */
export async function listModels(
  id: string,
  { signal, headers = {} }: ModelsOptions,
  { registry, ports }: ModelsServices,
): Promise<readonly ModelInfo[]> {
  signal?.throwIfAborted();
  const definition = registry.find(id);
  const { totalMs } = registry.timeouts;
  const controller = new AbortController();
  const over = Promise.withResolvers<never>();
  const end = (reason: unknown): void => {
    controller.abort(reason);
    over.reject(reason);
  };
  const stopListening = signal && onAbort(signal, end);
  const stopTimer = ports.clock.setTimer(() => end(tooSlow(totalMs)), totalMs);
  const ask = async (): Promise<readonly ModelInfo[] | undefined> => {
    const provider = await registry.open(definition);
    return provider.models?.({ ...ports, provider: id, signal: controller.signal, headers });
  };
  try {
    // A provider that does not hear the signal keeps nobody waiting.
    return (await Promise.race([ask(), over.promise])) ?? definition.models;
  } catch (error) {
    signal?.throwIfAborted();
    throw toUnderstudyError(error, { provider: id, model: '', phase: 'headers', partialText: '' });
  } finally {
    stopTimer();
    stopListening?.();
    // Whatever the provider left open is closed.
    controller.abort();
  }
}

function tooSlow(totalMs: number): ProviderError {
  const message = `expected the list of models within ${totalMs} ms (timeouts.totalMs), and it did not come`;
  return new ProviderError({ code: 'timeout', message, phase: 'total' });
}
