import type { ScriptedResponse, WireFormat } from '../wire-format.ts';
import { bodyBytes } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { findReply } from './find-reply.ts';
import { sceneFor } from './server-script.ts';
import type { ServerScript } from './server-script.ts';
import { textOfRequest } from './text-of-request.ts';

/** Plays a programme as the bytes of a stage. */
export class MockVendor {
  readonly #stage: WireFormat | undefined;
  readonly #programme: ServerScript;
  readonly #bytesPerWrite: number | undefined;

  /**
   * @throws AssertionError when the stage has no bytes for the one scene of the programme
   */
  constructor(
    stage: WireFormat | undefined,
    programme: ServerScript,
    bytesPerWrite: number | undefined,
  ) {
    this.#stage = stage;
    this.#programme = programme;
    this.#bytesPerWrite = bytesPerWrite;
    if (stage && 'type' in programme) findReply(stage, programme);
  }

  async answer(exchange: Exchange): Promise<void> {
    const prelude = this.#stage?.handleOther?.(exchange.request);
    if (prelude) return exchange.deliver(prelude);
    exchange.forAnswer = true;
    if ('handler' in this.#programme) return this.#programme.handler(exchange);
    return this.#play(sceneFor(this.#programme, textOfRequest(exchange.request)), exchange);
  }

  async #play(scene: ScriptedResponse, exchange: Exchange): Promise<void> {
    const reply = findReply(this.#stage, scene);
    exchange.begin(reply);
    const bytes = this.#bytesPerWrite;
    if (bytes === undefined) for (const piece of reply.body ?? []) await exchange.send(piece);
    else await exchange.sendInPieces(bodyBytes(reply), [bytes]);
    if (scene.type === 'response' && scene.ending === 'stall') await exchange.hold();
    else exchange.end();
  }
}
