import type { Scene, Stage } from '../stage.ts';
import { bodyBytes } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { findReply } from './find-reply.ts';
import { sceneFor } from './programme.ts';
import type { Programme } from './programme.ts';
import { textOfRequest } from './text-of-request.ts';

/** Plays a programme as the bytes of a stage. */
export class Vendor {
  readonly #stage: Stage | undefined;
  readonly #programme: Programme;
  readonly #bytesPerWrite: number | undefined;

  /**
   * @throws AssertionError when the stage has no bytes for the one scene of the programme
   */
  constructor(stage: Stage | undefined, programme: Programme, bytesPerWrite: number | undefined) {
    this.#stage = stage;
    this.#programme = programme;
    this.#bytesPerWrite = bytesPerWrite;
    if (stage && 'type' in programme) findReply(stage, programme);
  }

  async answer(exchange: Exchange): Promise<void> {
    const prelude = this.#stage?.prelude?.(exchange.request);
    if (prelude) return exchange.deliver(prelude);
    exchange.forAnswer = true;
    if ('perform' in this.#programme) return this.#programme.perform(exchange);
    return this.#play(sceneFor(this.#programme, textOfRequest(exchange.request)), exchange);
  }

  async #play(scene: Scene, exchange: Exchange): Promise<void> {
    const reply = findReply(this.#stage, scene);
    exchange.begin(reply);
    const bytes = this.#bytesPerWrite;
    if (bytes === undefined) for (const piece of reply.body ?? []) await exchange.send(piece);
    else await exchange.sendInPieces(bodyBytes(reply), [bytes]);
    if (scene.type === 'answer' && scene.ending === 'hold') await exchange.hold();
    else exchange.end();
  }
}
