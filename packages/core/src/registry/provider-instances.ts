import { isUnderstudyError } from '../errors/is-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { ProviderDefinition } from '../provider/provider-definition.ts';
import type { Provider, ProviderPorts } from '../provider/provider.ts';
import type { CallScope } from '../scope/call-scope.ts';

/** A provider that was created, to be closed. */
export interface CreatedProvider {
  readonly id: string;
  readonly provider: Provider;
}

/** Creates each provider once, at its first use. */
export class ProviderInstances {
  readonly #ports: ProviderPorts;
  readonly #scope: CallScope;
  readonly #creating = new Map<string, Promise<Provider>>();
  readonly #created = new Map<string, Provider>();

  constructor(ports: ProviderPorts, scope: CallScope) {
    this.#ports = ports;
    this.#scope = scope;
  }

  /** The providers that were created, in this order. */
  get created(): readonly CreatedProvider[] {
    return [...this.#created].map(([id, provider]) => ({ id, provider }));
  }

  /**
   * Returns the same provider to all callers, immediately if it exists. A creation that fails or takes
   * longer than `createMs` is not kept.
   */
  get(definition: ProviderDefinition, createMs: number): Provider | Promise<Provider> {
    const { id } = definition;
    const known = this.#created.get(id) ?? this.#creating.get(id);
    if (known) return known;
    const creating = this.#scope.run(
      {
        name: `creation of provider "${id}"`,
        timeoutMs: createMs,
        createTimeoutError: () => createTimeoutError(createMs),
      },
      (signal) => this.#create(definition, signal),
    );
    this.#creating.set(id, creating);
    const forget = (): void => void this.#creating.delete(id);
    creating.then(forget, forget);
    return creating;
  }

  /** A provider that is created too late is closed within the run, so that `close()` waits for it. */
  async #create(definition: ProviderDefinition, signal: AbortSignal): Promise<Provider> {
    const provider = await createProvider(definition, this.#ports);
    if (signal.aborted) {
      await provider.close?.();
      throw signal.reason;
    }
    this.#created.set(definition.id, provider);
    return provider;
  }
}

async function createProvider(
  definition: ProviderDefinition,
  ports: ProviderPorts,
): Promise<Provider> {
  try {
    return await definition.create(ports);
  } catch (cause) {
    if (isUnderstudyError(cause)) throw cause;
    const message = 'provider could not be created (see cause)';
    throw new ProviderError({ code: 'internal', message, cause });
  }
}

function createTimeoutError(createMs: number): ProviderError {
  const message = `provider was not created within ${createMs / 1000} s (timeouts.createMs)`;
  return new ProviderError({ code: 'timeout', message, phase: 'create' });
}
