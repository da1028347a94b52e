import type { Turn } from './turn.ts';

type Content =
  | { readonly content_type: 'text'; readonly parts: readonly unknown[] }
  | { readonly content_type: 'code'; readonly language: string; readonly text: string };

/** What one event says of a message, beyond what all messages of a turn have in common. */
export interface MessageShape {
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

/** An event that carries a message, with its fields in the order of the protocol. */
export function createMessageEvent(turn: Turn, shape: MessageShape): object {
  return {
    message: {
      id: shape.id,
      author: { role: shape.role, name: shape.name ?? null, metadata: {} },
      create_time: turn.createdAtSeconds,
      update_time: null,
      content: shape.content,
      status: shape.status ?? 'finished_successfully',
      end_turn: shape.endTurn ?? null,
      weight: shape.weight ?? 1,
      metadata: shape.metadata,
      recipient: shape.recipient ?? 'all',
    },
    conversation_id: turn.conversationId,
    error: null,
  };
}

export function createTextContent(text: string): Content {
  return { content_type: 'text', parts: [text] };
}
