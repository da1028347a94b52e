import { isUnderstudyError } from '../errors/is-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { ProviderDefinition } from '../provider/provider-definition.ts';
import type { Provider, ProviderPorts } from '../provider/provider.ts';
import type { CallScope } from '../scope/call-scope.ts';
import { PhaseTimer } from '../scope/phase-timer.ts';

/** A provider that was created, to be closed. */
export interface CreatedProvider {
  readonly id: string;
  readonly provider: Provider;
}

/** Creates each provider once, at its first use. */
export class ProviderInstances {
  readonly #ports: ProviderPorts;
  readonly #scope: CallScope;
  readonly #creating = new Map<string, SharedCreation>();
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
   * Returns the same provider to all callers, immediately if it exists. Each caller waits `createMs` for the
   * creation. A creation that fails, or that nobody waits for any more, is not kept.
   */
  get(definition: ProviderDefinition, createMs: number): Provider | Promise<Provider> {
    const { id } = definition;
    const created = this.#created.get(id);
    if (created) return created;
    const creation = this.#creating.get(id) ?? this.#startCreation(definition);
    return creation.wait(createMs);
  }

  #startCreation(definition: ProviderDefinition): SharedCreation {
    const { id } = definition;
    const name = `creation of provider "${id}"`;
    const creation = new SharedCreation(this.#ports.clock, (callerSignal) =>
      this.#scope.run({ name, callerSignal }, (signal) => this.#create(definition, signal)),
    );
    this.#creating.set(id, creation);
    const forget = (): void => void this.#creating.delete(id);
    creation.provider.then(forget, forget);
    return creation;
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

/** One creation that several callers wait for, each with a limit of its own. It is abandoned with the last of them. */
class SharedCreation {
  readonly provider: Promise<Provider>;
  readonly #clock: Clock;
  readonly #controller = new AbortController();
  #waiting = 0;

  constructor(clock: Clock, start: (signal: AbortSignal) => Promise<Provider>) {
    this.#clock = clock;
    this.provider = start(this.#controller.signal);
  }

  wait(createMs: number): Promise<Provider> {
    this.#waiting += 1;
    return new Promise((resolve, reject) => {
      const timer = new PhaseTimer(this.#clock, () => {
        const error = timeoutError(createMs);
        this.#waiting -= 1;
        if (this.#waiting === 0) this.#controller.abort(error);
        reject(error);
      });
      timer.start(createMs);
      this.provider.finally(() => timer.stop()).then(resolve, reject);
    });
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
    throw new ProviderError({ code: 'internal', message, cause, phase: 'create' });
  }
}

function timeoutError(createMs: number): ProviderError {
  const message = `provider was not created within ${createMs / 1000} s (timeouts.createMs)`;
  return new ProviderError({ code: 'timeout', message, phase: 'create' });
}
