import type { JsonObject, ProviderEvent } from '@understudy/core/provider';

import type { Block, BlockContext } from './block.ts';

/** A block of an unknown type. */
export class OtherBlock implements Block {
  start(): void {}

  read(): void {}

  end(): void {}
}

/** A block whose events are kept: text before a response in JSON, which is part of it only if no JSON follows. */
export class DeferredBlock implements Block {
  readonly #block: Block;
  readonly #kept: ProviderEvent[];
  readonly #context: BlockContext;

  constructor(block: Block, kept: ProviderEvent[], context: BlockContext) {
    this.#block = block;
    this.#kept = kept;
    this.#context = context;
  }

  start(): void {
    this.#block.start(this.#kept);
  }

  read(delta: JsonObject): void {
    const { text } = delta;
    if (typeof text === 'string') this.#context.reserve(text.length + 64);
    this.#block.read(delta, this.#kept);
  }

  end(isCut: boolean): void {
    this.#block.end(isCut, this.#kept);
  }
}
