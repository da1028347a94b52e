import { isUnderstudyError } from '../errors/is-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { UnderstudyError } from '../errors/understudy-error.ts';
import type { ProviderDefinition } from '../provider/provider-definition.ts';
import type { Provider, ProviderPorts } from '../provider/provider.ts';

/** Makes each provider once, at its first use, and closes what it made. */
export class ProviderInstances {
  readonly #ports: ProviderPorts;
  readonly #made = new Map<string, Promise<Provider>>();
  #closed = false;

  constructor(ports: ProviderPorts) {
    this.#ports = ports;
  }

  /** The same instance for all who ask at once; a failure is not kept. */
  get(definition: ProviderDefinition): Promise<Provider> {
    const known = this.#made.get(definition.id);
    if (known) return known;
    const making = this.#create(definition);
    this.#made.set(definition.id, making);
    making.catch(() => this.#made.delete(definition.id));
    return making;
  }

  /** Closes what was made, last made first; resolves when all are closed. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const making of [...this.#made.values()].toReversed()) {
      const [made] = await Promise.allSettled([making]);
      if (made.status === 'fulfilled') await made.value.close?.();
    }
    this.#made.clear();
  }

  async #create(definition: ProviderDefinition): Promise<Provider> {
    if (this.#closed) throw new UnderstudyError('closed', 'the understudy is closed');
    try {
      return await definition.create(this.#ports);
    } catch (cause) {
      if (isUnderstudyError(cause)) throw cause;
      throw new ProviderError({
        code: 'internal',
        message: 'the provider could not be made',
        cause,
      });
    }
  }
}
