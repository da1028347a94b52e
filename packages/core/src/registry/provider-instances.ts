import { closedError } from '../errors/closed-error.ts';
import { isUnderstudyError } from '../errors/is-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { ProviderDefinition } from '../provider/provider-definition.ts';
import type { Provider, ProviderPorts } from '../provider/provider.ts';

/** Makes each provider once, at its first use, and closes what it made. */
export class ProviderInstances {
  readonly #ports: ProviderPorts;
  readonly #making = new Map<string, Promise<Provider>>();
  readonly #made = new Map<string, Provider>();
  #closed = false;

  constructor(ports: ProviderPorts) {
    this.#ports = ports;
  }

  /** The same instance for all, at once where it is made; a failure is not kept. */
  get(definition: ProviderDefinition): Provider | Promise<Provider> {
    const known = this.#made.get(definition.id) ?? this.#making.get(definition.id);
    if (known) return known;
    const making = this.#make(definition);
    this.#making.set(definition.id, making);
    making.catch(() => this.#making.delete(definition.id));
    return making;
  }

  /**
   * Closes what was made; what is still being made is closed when it is there. One that fails to close
   * keeps no other from it.
   */
  async close(): Promise<void> {
    this.#closed = true;
    const closing = [...this.#made.values()]
      .toReversed()
      .map(async (provider) => provider.close?.());
    const results = await Promise.allSettled(closing);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  async #make(definition: ProviderDefinition): Promise<Provider> {
    if (this.#closed) throw closedError();
    const provider = await this.#create(definition);
    if (this.#closed) {
      await provider.close?.();
      throw closedError();
    }
    this.#made.set(definition.id, provider);
    return provider;
  }

  async #create(definition: ProviderDefinition): Promise<Provider> {
    try {
      return await definition.create(this.#ports);
    } catch (cause) {
      if (isUnderstudyError(cause)) throw cause;
      const message = 'the provider could not be made, and the cause tells why';
      throw new ProviderError({ code: 'internal', message, cause });
    }
  }
}
