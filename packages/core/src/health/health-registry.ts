import type { Clock } from '../ports/clock.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import type { BreakerOptions } from './health-options.ts';
import { RetryBudget } from './retry-budget.ts';
import type { TargetStatus } from './target-state.ts';
import { TargetState } from './target-state.ts';

/** From this number of targets on, idle ones are forgotten. */
const manyTargets = 1000;

/** Identifies a target: the id of its provider, and the model. */
export interface TargetId {
  readonly provider: string;
  readonly model: string;
}

/** The health of one target. */
export interface TargetHealth extends TargetId, TargetStatus {}

/** The health of all targets of a runtime, shared by all its chats. */
export class HealthRegistry {
  readonly budget: RetryBudget = new RetryBudget();
  readonly #clock: Clock;
  readonly #telemetry: Telemetry;
  readonly #breaker: BreakerOptions | false;
  /** By provider, then by model. */
  readonly #targets = new Map<string, Map<string, TargetState>>();
  #size = 0;
  /** At which size idle targets are looked for again, so that a chat costs the same with any number of targets. */
  #nextSweep = manyTargets;

  constructor(clock: Clock, telemetry: Telemetry, breaker: BreakerOptions | false) {
    this.#clock = clock;
    this.#telemetry = telemetry;
    this.#breaker = breaker;
  }

  /** Returns the state of a target; undefined if it was never used, or was forgotten. */
  find({ provider, model }: TargetId): TargetState | undefined {
    return this.#targets.get(provider)?.get(model);
  }

  /** Returns the state of a target that is about to be used. */
  of(id: TargetId): TargetState {
    return this.find(id) ?? this.#add(id);
  }

  list(): readonly TargetHealth[] {
    return [...this.#targets].flatMap(([provider, models]) =>
      [...models].map(([model, state]) => ({ provider, model, ...state.status })),
    );
  }

  /** Resets the health of one target, or of all. */
  reset(target?: TargetId): void {
    if (target) {
      this.find(target)?.reset();
      return;
    }
    for (const models of this.#targets.values()) {
      for (const state of models.values()) state.reset();
    }
  }

  #add(id: TargetId): TargetState {
    if (this.#size >= this.#nextSweep) this.#forgetIdle();
    const created = new TargetState(this.#clock, this.#breaker, (state) => {
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
