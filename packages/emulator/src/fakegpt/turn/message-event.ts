import type { Turn } from './turn.ts';

type Content =
  | { readonly content_type: 'text'; readonly parts: readonly unknown[] }
  | { readonly content_type: 'code'; readonly language: string; readonly text: string };

/** The fields of a message that differ between the messages of a turn. */
export interface MessageFields {
  readonly id: string;
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly name?: string;
  readonly content: Content;
  readonly status?: 'in_progress' | 'finished_successfully' | 'finished_partial_completion';
  readonly endTurn?: boolean;
  readonly weight?: number;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly recipient?: string;
}

/** Creates an event with a message. The fields have the order of the protocol. */
export function createMessageEvent(turn: Turn, fields: MessageFields): object {
  return {
    message: {
      id: fields.id,
      author: { role: fields.role, name: fields.name ?? null, metadata: {} },
      create_time: turn.createdAtSeconds,
      update_time: null,
      content: fields.content,
      status: fields.status ?? 'finished_successfully',
      end_turn: fields.endTurn ?? null,
      weight: fields.weight ?? 1,
      metadata: fields.metadata,
      recipient: fields.recipient ?? 'all',
    },
    conversation_id: turn.conversationId,
    error: null,
  };
}

export function createTextContent(text: string): Content {
  return { content_type: 'text', parts: [text] };
}
