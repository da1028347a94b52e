import type { ProviderEvent } from '@understudy/core/provider';

/** Inserts the warnings about a request after the first event of the response. */
export class WarningInjector {
  #warnings: readonly string[];

  constructor(warnings: readonly string[]) {
    this.#warnings = warnings;
  }

  add(events: readonly ProviderEvent[]): readonly ProviderEvent[] {
    if (this.#warnings.length === 0) return events;
    const [start, ...others] = events;
    if (!start) return events;
    const warnings = this.#warnings.map((message) => ({ type: 'warning', message }) as const);
    this.#warnings = [];
    return [start, ...warnings, ...others];
  }
}
