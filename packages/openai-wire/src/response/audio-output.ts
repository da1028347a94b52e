import type { JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import { partsTooLarge } from '@understudy/provider-utils/internal';

/** The media types of audio by the beginning of their base64. OpenAI does not send the format that was requested. */
const mediaTypes: readonly (readonly [RegExp, string])[] = [
  [/^UklGR/, 'audio/wav'],
  [/^ZkxhQ/, 'audio/flac'],
  [/^T2dnU/, 'audio/ogg'],
  // The header of a frame of AAC has a layer of 0, that of MP3 another one.
  [/^\/\/[A-Hg-n]/, 'audio/aac'],
  [/^(?:SUQz|\/\/)/, 'audio/mpeg'],
];

/** Samples have no header. They are the only format of streams. */
const samples = 'audio/pcm';

/** Joins the audio of a response, whose pieces are encoded one by one. */
export class AudioOutput {
  readonly #maxBytes: number;
  readonly #pieces: string[] = [];
  readonly #metadata = new Map<string, JsonValue>();
  #size = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get hasData(): boolean {
    return this.#pieces.length > 0;
  }

  /** @throws ProviderError `response-too-large` */
  read({ data, id, expires_at: expiresAt }: JsonObject): void {
    if (typeof id === 'string') this.#metadata.set('id', id);
    if (typeof expiresAt === 'number') this.#metadata.set('expires_at', expiresAt);
    if (typeof data !== 'string' || data === '') return;
    this.#size += data.length;
    if (this.#size > this.#maxBytes) throw partsTooLarge('audio', this.#maxBytes);
    this.#pieces.push(data);
  }

  /** Emits the audio as a file. */
  end(events: ProviderEvent[]): void {
    const [first = ''] = this.#pieces;
    if (first === '') return;
    events.push({
      type: 'file',
      mediaType: mediaTypes.find(([start]) => start.test(first))?.[1] ?? samples,
      data: { type: 'base64', base64: joinBase64(this.#pieces) },
      ...(this.#metadata.size > 0 && { providerMetadata: Object.fromEntries(this.#metadata) }),
    });
  }
}

function joinBase64(pieces: readonly string[]): string {
  const [first = ''] = pieces;
  if (pieces.length === 1) return first;
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece, 'base64'))).toString('base64');
}
