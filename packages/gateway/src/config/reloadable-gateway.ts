import { isDeepStrictEqual } from 'node:util';

import type { Understudy } from '@understudy/core';
import { isConfigurationError } from '@understudy/core';

import type { Gateway } from '../create-gateway.ts';
import type { GatewaySettings } from '../gateway-options.ts';
import type { LoadedConfig } from './loaded-config.ts';
import { assertStillProtected } from './read-section.ts';

/** A listener whose settings a reload replaces. */
export interface ReloadListener<Runtime> {
  readonly gateway: Pick<Gateway, 'update'>;
  /** Returns the settings of the listener, for example `toSettings(config)`. */
  readonly settings: (config: LoadedConfig<Runtime>) => GatewaySettings;
}

/** What a reload uses. */
export interface ReloadServices<Runtime> {
  /** Reads and validates the configuration, and resolves its secrets. Rejects if it is not valid. */
  readonly load: () => Promise<LoadedConfig<Runtime>>;
  /** Creates a runtime. Throws if its configuration is not valid. */
  readonly createUnderstudy: (runtime: Runtime) => Understudy;
  /** What serves the configuration: the gateway, and the admin listener if there is one. */
  readonly listeners: readonly ReloadListener<Runtime>[];
  /** How long chats of a previous runtime may take, in milliseconds. @defaultValue 600_000 */
  readonly graceMs?: number | undefined;
}

/** The result of a reload. */
export type ReloadResult =
  | {
      readonly outcome: 'applied';
      /** Whether the runtime was replaced, and with it the state of its circuit breakers. */
      readonly runtimeReplaced: boolean;
      /** The changed settings that apply after a restart only. */
      readonly restartRequired: readonly string[];
    }
  | { readonly outcome: 'unchanged' }
  | {
      readonly outcome: 'failed';
      /** The path of the value that is not valid, if it is known. */
      readonly path: string | undefined;
      readonly message: string;
    };

type FailedReload = Extract<ReloadResult, { readonly outcome: 'failed' }>;

/** The settings that are read once. */
const fixed = ['listen', 'admin', 'maxConcurrent', 'maxBodyBytes', 'maxTotalBodyBytes'] as const;

/** The configuration of listeners, which can be reloaded. Owns the runtimes. */
export class ReloadableGateway<Runtime> implements AsyncDisposable {
  readonly #services: ReloadServices<Runtime>;
  /** The configuration that the listeners were started with. */
  readonly #started: LoadedConfig<Runtime>;
  #current: LoadedConfig<Runtime>;
  #understudy: Understudy;
  #reloading: Promise<unknown> = Promise.resolve();
  #failure: FailedReload | undefined;
  readonly #retiring = new Set<Promise<void>>();

  /** @param understudy - the runtime of the listeners. This object closes it. */
  constructor(
    initial: LoadedConfig<Runtime>,
    understudy: Understudy,
    services: ReloadServices<Runtime>,
  ) {
    this.#started = initial;
    this.#current = initial;
    this.#understudy = understudy;
    this.#services = services;
  }

  /** The runtime that serves new chats. */
  get understudy(): Understudy {
    return this.#understudy;
  }

  /** The configuration that is applied: the last one that was valid. */
  get config(): LoadedConfig<Runtime> {
    return this.#current;
  }

  /** Why the last reload failed; undefined if it did not. */
  get failure(): FailedReload | undefined {
    return this.#failure;
  }

  /**
   * Reloads the configuration. Reloads run one after the other. If a step fails, nothing changes. Never rejects.
   *
   * A configuration without keys fails if other machines reach a listener until it is restarted.
   *
   * If only the section `gateway` has changed, the runtime and its circuit breakers stay. A previous runtime is closed
   * after its last chat.
   */
  reload(): Promise<ReloadResult> {
    const result = this.#reloading.then(() => this.#reload());
    this.#reloading = result;
    return result;
  }

  /** Closes all runtimes. Call it after the listeners are closed. */
  async close(): Promise<void> {
    await this.#reloading;
    await Promise.all([this.#understudy.close(), ...this.#retiring]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #reload(): Promise<ReloadResult> {
    try {
      const next = await this.#services.load();
      const result = await this.#apply(next);
      this.#failure = undefined;
      return result;
    } catch (error) {
      this.#failure = toFailure(error);
      return this.#failure;
    }
  }

  async #apply(next: LoadedConfig<Runtime>): Promise<ReloadResult> {
    const previous = this.#current;
    if (isDeepStrictEqual(next, previous)) return { outcome: 'unchanged' };
    assertStillProtected(this.#started.section, next.section);
    const runtimeReplaced = !isDeepStrictEqual(next.runtime, previous.runtime);
    const understudy = runtimeReplaced
      ? this.#services.createUnderstudy(next.runtime)
      : this.#understudy;
    try {
      await this.#updateSettings(next);
    } catch (error) {
      await this.#revert(previous, runtimeReplaced ? understudy : undefined);
      throw error;
    }
    this.#current = next;
    if (runtimeReplaced) this.#replaceRuntime(understudy);
    const restartRequired = fixed
      .filter((name) => next.section[name] !== this.#started.section[name])
      .map((name) => `gateway.${name}`);
    return { outcome: 'applied', runtimeReplaced, restartRequired };
  }

  /** @throws what the first listener throws that does not accept its settings */
  async #updateSettings(config: LoadedConfig<Runtime>): Promise<void> {
    const { listeners, graceMs } = this.#services;
    for (const { gateway, settings } of listeners) {
      await gateway.update({ settings: settings(config), graceMs });
    }
  }

  /** @param unused - a runtime that was created for the settings that were not accepted */
  async #revert(previous: LoadedConfig<Runtime>, unused: Understudy | undefined): Promise<void> {
    try {
      // First, so that no request is served with half of the update while the runtime closes.
      await this.#updateSettings(previous);
    } finally {
      await unused?.close();
    }
  }

  /** The listeners have accepted the current settings, so they accept them with another runtime too. */
  #replaceRuntime(understudy: Understudy): void {
    const { listeners, graceMs } = this.#services;
    const previous = this.#understudy;
    this.#understudy = understudy;
    const updates = listeners.map(({ gateway, settings }) =>
      gateway.update({ understudy, settings: settings(this.#current), graceMs }),
    );
    const retired = Promise.all(updates)
      .then(() => previous.close())
      .finally(() => this.#retiring.delete(retired));
    this.#retiring.add(retired);
  }
}

function toFailure(error: unknown): FailedReload {
  const path = isConfigurationError(error) ? error.path : undefined;
  const message = error instanceof Error ? error.message : 'an unknown error';
  return { outcome: 'failed', path, message };
}
