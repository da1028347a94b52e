/** The models that are loaded or being loaded. */
export class LoadedModels {
  readonly #names = new Set<string>();

  get names(): readonly string[] {
    return [...this.#names];
  }

  /** Returns whether the model has to be loaded first. From then on it is listed. */
  load(name: string): boolean {
    if (this.#names.has(name)) return false;
    this.#names.add(name);
    return true;
  }

  unload(name: string): void {
    this.#names.delete(name);
  }
}
