import type { CallWarning } from '../../specification/language-model.ts';

/** Collects the features of a call that a chat does not have. Each is reported once. */
export class UnsupportedParts {
  readonly #features = new Set<string>();

  add(feature: string): void {
    this.#features.add(feature);
  }

  get warnings(): readonly CallWarning[] {
    return Array.from(this.#features, (feature) => ({ type: 'unsupported', feature }));
  }
}
