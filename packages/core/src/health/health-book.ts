import type { Clock } from '../ports/clock.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { RetryBudget } from './retry-budget.ts';
import { TargetHealth } from './target-health.ts';

/** Beyond this, targets without a memory worth keeping are forgotten. */
const manyTargets = 1000;

/** A target by name: a provider's id, and one of its models. */
export interface TargetName {
  readonly provider: string;
  readonly model: string;
}

/** The health of all targets of a runtime, shared by all its chats. */
export class HealthBook {
  readonly budget: RetryBudget = new RetryBudget();
  readonly #clock: Clock;
  readonly #telemetry: Telemetry;
  /** By provider, then by model. */
  readonly #targets = new Map<string, Map<string, TargetHealth>>();

  constructor(clock: Clock, telemetry: Telemetry) {
    this.#clock = clock;
    this.#telemetry = telemetry;
  }

  of({ provider, model }: TargetName): TargetHealth {
    return this.#targets.get(provider)?.get(model) ?? this.#begin({ provider, model });
  }

  list(): readonly { readonly name: TargetName; readonly health: TargetHealth }[] {
    return [...this.#targets].flatMap(([provider, models]) =>
      [...models].map(([model, health]) => ({ name: { provider, model }, health })),
    );
  }

  /** Forgets what is held against a target, or against all. */
  reset(target?: TargetName): void {
    for (const { name: known, health } of this.list()) {
      if (!target || (known.provider === target.provider && known.model === target.model)) {
        health.reset();
      }
    }
  }

  #begin(name: TargetName): TargetHealth {
    if (this.list().length >= manyTargets) this.#forgetIdle();
    const health = new TargetHealth(this.#clock, (state) => {
      if (this.#telemetry.enabled) this.#telemetry.emit({ type: 'breaker', ...name, state });
    });
    const models = this.#targets.get(name.provider) ?? new Map<string, TargetHealth>();
    this.#targets.set(name.provider, models.set(name.model, health));
    return health;
  }

  #forgetIdle(): void {
    for (const models of this.#targets.values()) {
      for (const [model, health] of models) if (health.idle) models.delete(model);
    }
  }
}
