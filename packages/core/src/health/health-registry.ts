import type { Clock } from '../ports/clock.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { RetryBudget } from './retry-budget.ts';
import { TargetState } from './target-state.ts';

/** Beyond this, targets without a memory worth keeping are forgotten. */
const manyTargets = 1000;

/** What tells one target from another: its provider's id, and the model. */
export interface TargetId {
  readonly provider: string;
  readonly model: string;
}

/** The health of all targets of a runtime, shared by all its chats. */
export class HealthRegistry {
  readonly budget: RetryBudget = new RetryBudget();
  readonly #clock: Clock;
  readonly #telemetry: Telemetry;
  /** By provider, then by model. */
  readonly #targets = new Map<string, Map<string, TargetState>>();

  constructor(clock: Clock, telemetry: Telemetry) {
    this.#clock = clock;
    this.#telemetry = telemetry;
  }

  of({ provider, model }: TargetId): TargetState {
    return this.#targets.get(provider)?.get(model) ?? this.#begin({ provider, model });
  }

  list(): readonly { readonly id: TargetId; readonly health: TargetState }[] {
    return [...this.#targets].flatMap(([provider, models]) =>
      [...models].map(([model, health]) => ({ id: { provider, model }, health })),
    );
  }

  /** Forgets what is held against a target, or against all. */
  reset(target?: TargetId): void {
    for (const { id, health } of this.list()) {
      if (!target || (id.provider === target.provider && id.model === target.model)) {
        health.reset();
      }
    }
  }

  #begin(id: TargetId): TargetState {
    if (this.list().length >= manyTargets) this.#forgetIdle();
    const health = new TargetState(this.#clock, (state) => {
      if (this.#telemetry.enabled) this.#telemetry.emit({ type: 'breaker', ...id, state });
    });
    const models = this.#targets.get(id.provider) ?? new Map<string, TargetState>();
    this.#targets.set(id.provider, models.set(id.model, health));
    return health;
  }

  #forgetIdle(): void {
    for (const models of this.#targets.values()) {
      for (const [model, health] of models) if (health.idle) models.delete(model);
    }
  }
}
