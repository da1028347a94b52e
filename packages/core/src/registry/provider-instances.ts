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

interface Creation {
  readonly provider: Promise<Provider>;
  /** On the monotonic clock. */
  readonly startedAt: number;
}

/** Creates each provider once, at its first use. */
export class ProviderInstances {
  readonly #ports: ProviderPorts;
  readonly #scope: CallScope;
  readonly #createMs: number;
  readonly #creating = new Map<string, Creation>();
  readonly #created = new Map<string, Provider>();

  /** @param createMs - limit for each creation */
  constructor(ports: ProviderPorts, scope: CallScope, createMs: number) {
    this.#ports = ports;
    this.#scope = scope;
    this.#createMs = createMs;
  }

  /** The providers that were created, in this order. */
  get created(): readonly CreatedProvider[] {
    return [...this.#created].map(([id, provider]) => ({ id, provider }));
  }

  /**
   * Returns the same provider to all callers, immediately if it exists. A creation that fails or takes longer than
   * the runtime allows is not kept. A caller with a shorter `createMs` stops waiting earlier, and does not wait for a
   * creation that has already taken so long.
   */
  get(definition: ProviderDefinition, createMs: number): Provider | Promise<Provider> {
    const { id } = definition;
    const created = this.#created.get(id);
    if (created) return created;
    const running = this.#creating.get(id);
    const isRecent = running && this.#ports.clock.now() - running.startedAt < createMs;
    const creation = isRecent ? running : this.#startCreation(definition);
    if (createMs >= this.#createMs) return creation.provider;
    return this.#run(id, createMs, () => creation.provider);
  }

  #startCreation(definition: ProviderDefinition): Creation {
    const { id } = definition;
    const startedAt = this.#ports.clock.now();
    const provider = this.#run(id, this.#createMs, (signal) => this.#create(definition, signal));
    const creation = { provider, startedAt };
    this.#creating.set(id, creation);
    const forget = (): void => {
      if (this.#creating.get(id) === creation) this.#creating.delete(id);
    };
    provider.then(forget, forget);
    return creation;
  }

  #run(
    id: string,
    timeoutMs: number,
    work: (signal: AbortSignal) => Promise<Provider>,
  ): Promise<Provider> {
    const name = `creation of provider "${id}"`;
    const createTimeoutError = (): ProviderError => timeoutError(timeoutMs);
    return this.#scope.run({ name, timeoutMs, createTimeoutError }, work);
  }

  /** A provider that is created too late, or twice, is closed within the run, so that `close()` waits for it. */
  async #create(definition: ProviderDefinition, signal: AbortSignal): Promise<Provider> {
    const provider = await createProvider(definition, this.#ports);
    const existing = this.#created.get(definition.id);
    if (signal.aborted || existing) {
      await provider.close?.();
      signal.throwIfAborted();
    }
    if (existing) return existing;
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

function timeoutError(createMs: number): ProviderError {
  const message = `provider was not created within ${createMs / 1000} s (timeouts.createMs)`;
  return new ProviderError({ code: 'timeout', message, phase: 'create' });
}
