import type { WireFormat } from '@understudy/core/provider';

import type { CallWarning } from '../specification/language-model.ts';

/** What the parts of a call are decoded with. */
export class CallContext {
  /** The wire formats of the providers, by id. Providers with an API of their own have none. */
  readonly wireFormats: ReadonlyMap<string, WireFormat>;
  readonly #unsupported = new Set<string>();

  constructor(wireFormats: ReadonlyMap<string, WireFormat>) {
    this.wireFormats = wireFormats;
  }

  /** Adds a feature of the call that a chat does not have. Each is reported once. */
  addUnsupported(feature: string): void {
    this.#unsupported.add(feature);
  }

  get warnings(): readonly CallWarning[] {
    return Array.from(this.#unsupported, (feature) => ({ type: 'unsupported', feature }));
  }
}
