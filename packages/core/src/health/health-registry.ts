import type { Clock } from '../ports/clock.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { Cooldown } from './cooldown.ts';
import type { HealthOptions } from './health-options.ts';
import { RetryBudget } from './retry-budget.ts';
import type { TargetHealth, TargetId } from './target-health.ts';
import type { TargetLoad, TargetUse } from './target-state.ts';
import { TargetState } from './target-state.ts';
import type { Unavailable } from './unavailable.ts';
import { toCoolingDown } from './unavailable.ts';

/** From this number of targets on, idle ones are forgotten. */
const manyTargets = 1000;

/** The load of a target without a state. */
const unused: TargetLoad = { inFlight: 0, medianMs: () => undefined, lastUsedAt: undefined };

/** The health of all targets of a runtime, shared by all its chats. */
export class HealthRegistry {
  readonly options: HealthOptions;
  readonly budget: RetryBudget;
  readonly #clock: Clock;
  readonly #telemetry: Telemetry;
  /** By provider, then by model. */
  readonly #targets = new Map<string, Map<string, TargetState>>();
  /** The cooldowns of all models of a provider. There are as many as registered providers. */
  readonly #providers = new Map<string, Cooldown>();
  #size = 0;
  /** At which size idle targets are looked for again, so that a chat costs the same with any number of targets. */
  #nextSweep = manyTargets;

  constructor(clock: Clock, telemetry: Telemetry, options: HealthOptions) {
    this.#clock = clock;
    this.#telemetry = telemetry;
    this.options = options;
    this.budget = new RetryBudget(options.retryBudget);
  }

  /** Returns why a target is not available now, or undefined if it is. */
  unavailable(id: TargetId, use: TargetUse = {}): Unavailable | undefined {
    const state = this.find(id);
    if (state) return state.unavailable(use);
    return toCoolingDown(undefined, this.#providers.get(id.provider));
  }

  /** Returns how busy and how fast a target is. */
  load(id: TargetId): TargetLoad {
    return this.find(id) ?? unused;
  }

  /** Returns the state of a target; undefined if it was never used, or was forgotten. */
  find({ provider, model }: TargetId): TargetState | undefined {
    return this.#targets.get(provider)?.get(model);
  }

  /** Returns the state of a target that is about to be used. Creates it if there is none. */
  getOrCreate(id: TargetId): TargetState {
    return this.find(id) ?? this.#add(id);
  }

  list(): readonly TargetHealth[] {
    return [...this.#targets].flatMap(([provider, models]) =>
      [...models].map(([model, state]) => ({ provider, model, ...state.status })),
    );
  }

  /** Allows no attempt at a target until it is reset. */
  isolate(target: TargetId): void {
    this.getOrCreate(target).isolate();
  }

  /** Resets the health of one target with the cooldown of its provider, or of all. */
  reset(target?: TargetId): void {
    if (target) {
      this.#providers.get(target.provider)?.reset();
      this.find(target)?.reset();
      return;
    }
    for (const cooldown of this.#providers.values()) cooldown.reset();
    for (const models of this.#targets.values()) {
      for (const state of models.values()) state.reset();
    }
  }

  #add(id: TargetId): TargetState {
    if (this.#size >= this.#nextSweep) this.#forgetIdle();
    const providerCooldown =
      this.#providers.get(id.provider) ?? new Cooldown(this.#clock, this.options.cooldown);
    this.#providers.set(id.provider, providerCooldown);
    const created = new TargetState(this.#clock, this.options, providerCooldown, (state) => {
      if (this.#telemetry.enabled) this.#telemetry.emit({ type: 'breaker', ...id, state });
    });
    const models = this.#targets.get(id.provider) ?? new Map<string, TargetState>();
    this.#targets.set(id.provider, models.set(id.model, created));
    this.#size += 1;
    return created;
  }

  #forgetIdle(): void {
    for (const models of this.#targets.values()) {
      for (const [model, state] of models) {
        if (!state.idle) continue;
        models.delete(model);
        this.#size -= 1;
      }
    }
    this.#nextSweep = Math.max(manyTargets, 2 * this.#size);
  }
}
