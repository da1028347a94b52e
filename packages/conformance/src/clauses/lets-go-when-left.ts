import { texts } from '../answers.ts';
import type { Clause } from '../clause.ts';
import { expectLetGo } from '../rehearsal/expect-let-go.ts';
import { Rehearsal } from '../rehearsal/rehearsal.ts';

export const letsGoWhenLeft: Clause = {
  id: 'lets-go-when-left',
  rule: 'A consumer that breaks off closes the connection at once, also between two pulls.',
  async check(subject) {
    const scene = { type: 'answer', parts: texts, then: 'hold' } as const;
    await using rehearsal = await Rehearsal.open(subject, scene);
    for await (const event of rehearsal.ask()) if (event.type === 'text-delta') break;
    await expectLetGo(rehearsal, 'a break');
    const chat = rehearsal.ask();
    for await (const event of chat) {
      if (event.type !== 'text-delta') continue;
      await chat.cancel();
      break;
    }
    await expectLetGo(rehearsal, 'a cancel');
  },
};
