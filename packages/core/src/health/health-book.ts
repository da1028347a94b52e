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
  readonly #targets = new Map<
    string,
    { readonly name: TargetName; readonly health: TargetHealth }
  >();

  constructor(clock: Clock, telemetry: Telemetry) {
    this.#clock = clock;
    this.#telemetry = telemetry;
  }

  of(name: TargetName): TargetHealth {
    const key = `${name.provider}/${name.model}`;
    const known = this.#targets.get(key);
    if (known) return known.health;
    if (this.#targets.size >= manyTargets) this.#forgetIdle();
    const health = new TargetHealth(this.#clock, (state) => {
      if (this.#telemetry.enabled) this.#telemetry.emit({ type: 'breaker', ...name, state });
    });
    this.#targets.set(key, { name: { provider: name.provider, model: name.model }, health });
    return health;
  }

  list(): readonly { readonly name: TargetName; readonly health: TargetHealth }[] {
    return [...this.#targets.values()];
  }

  /** Forgets what is held against a target, or against all. */
  reset(name?: TargetName): void {
    for (const { name: known, health } of this.#targets.values()) {
      if (!name || (known.provider === name.provider && known.model === name.model)) health.reset();
    }
  }

  #forgetIdle(): void {
    for (const [key, { health }] of this.#targets) if (health.idle) this.#targets.delete(key);
  }
}
