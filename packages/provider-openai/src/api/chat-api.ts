import type { ChatRequest, JsonValue, ProviderEvent } from '@understudy/core/provider';
import type {
  Decoded,
  DecodeSettings,
  DecodeUntil,
  EncodedRequest,
  EncodeSettings,
} from '@understudy/openai-wire';
import type { SseMessage, VendorRequest } from '@understudy/provider-utils';

/** Decodes the messages of one stream. */
export interface StreamDecoder {
  /** Whether the response is complete if the connection ends now. */
  readonly hasFinishReason: boolean;
  decode(messages: readonly SseMessage[], to?: DecodeUntil): Decoded;
  end(): Decoded;
}

/** One of the APIs for chats. */
export interface ChatApi {
  /** The path below the base URL. */
  readonly path: string;
  /** How the body of a response is read. */
  readonly reading: Pick<VendorRequest, 'lenient' | 'isStreamed'>;
  encode(request: ChatRequest, settings: EncodeSettings): EncodedRequest;
  readonly Decoder: new (settings: DecodeSettings) => StreamDecoder;
  decodeComplete(json: JsonValue, settings: DecodeSettings): readonly ProviderEvent[];
}
