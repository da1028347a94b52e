import type { ChatRequest, JsonValue, ProviderEvent } from '@understudy/core/provider';
import type { DecodeSettings, EncodedRequest, EncodeSettings } from '@understudy/openai-wire';
import type { SseMessage, VendorRequest } from '@understudy/provider-utils';
import type { StreamDecoder } from '@understudy/provider-utils/internal';

/** One of the APIs for chats. */
export interface ChatApi {
  /** The path below the base URL. */
  readonly path: string;
  /** How the body of a response is read. */
  readonly reading: Pick<VendorRequest, 'lenient' | 'isStreamed'>;
  encode(request: ChatRequest, settings: EncodeSettings): EncodedRequest;
  createDecoder(settings: DecodeSettings): StreamDecoder<SseMessage>;
  decodeComplete(json: JsonValue, settings: DecodeSettings): readonly ProviderEvent[];
}
