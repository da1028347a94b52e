import type { ChatEvent } from '@understudy/core';

/** Joins the texts that follow each other in a batch. They arrived together, and one event costs less than several. */
export function joinText(batch: readonly ChatEvent[]): readonly ChatEvent[] {
  const events: ChatEvent[] = [];
  let text = '';
  const endText = (): void => {
    if (text !== '') events.push({ type: 'text-delta', text });
    text = '';
  };
  for (const event of batch) {
    if (event.type === 'text-delta') {
      text += event.text;
      continue;
    }
    endText();
    events.push(event);
  }
  endText();
  return events;
}
