/** The fields of an event that tests check. */
export interface Event {
  readonly message?: {
    readonly id: string;
    readonly author: { readonly role: string; readonly name: string | null };
    readonly content: {
      readonly content_type: string;
      readonly parts?: readonly unknown[];
      readonly text?: string;
    };
    readonly status: string;
    readonly end_turn: boolean | null;
    readonly metadata: {
      readonly message_type?: string | null;
      readonly finish_details?: { readonly type: string };
    };
    readonly recipient: string;
  } | null;
  readonly conversation_id?: string;
  readonly message_id?: string;
  readonly error?: string | null;
  readonly moderation_response?: { readonly blocked: boolean };
}

/** Returns the data of every frame, in order. */
export function readData(text: string): readonly string[] {
  return text
    .split(/\r?\n/u)
    .filter((line) => line.startsWith('data: '))
    .map((line) => line.slice('data: '.length));
}

/** Returns every frame that contains a JSON object. */
export function readEvents(text: string): readonly Event[] {
  return readData(text)
    .filter((data) => data.startsWith('{') && data.endsWith('}'))
    .map((data) => JSON.parse(data));
}

/** Returns the text of every snapshot of the assistant, without calls to tools. */
export function readSnapshots(text: string): readonly unknown[] {
  return readEvents(text)
    .filter(({ message }) => message?.author.role === 'assistant' && message.recipient === 'all')
    .map(({ message }) => message?.content.parts?.[0]);
}
